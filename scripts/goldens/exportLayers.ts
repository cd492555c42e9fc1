import { exportedLayerCases } from '../../src/testing/goldens/exported';

process.stdout.write(JSON.stringify(exportedLayerCases()));
