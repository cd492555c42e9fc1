import { exportedCases } from '../../src/testing/goldens/exported';

process.stdout.write(JSON.stringify(exportedCases(process.argv.slice(2))));
