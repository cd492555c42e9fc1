import { exportedModels } from '../../src/testing/goldens/exported';

process.stdout.write(JSON.stringify(exportedModels()));
