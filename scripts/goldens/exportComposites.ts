import { exportedComposites } from '../../src/testing/goldens/exported';

process.stdout.write(JSON.stringify(exportedComposites(process.argv.slice(2))));
