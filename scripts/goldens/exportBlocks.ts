import { exportedBlocks } from '../../src/testing/goldens/exported';

process.stdout.write(JSON.stringify(exportedBlocks()));
