import { exportedLayerCases } from '../../src/testing/goldens/exported';

process.stdout.write(JSON.stringify(exportedLayerCases(process.argv.slice(2))));
