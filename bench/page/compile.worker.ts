import * as Comlink from 'comlink';
import { createWasmExecutor } from '../../src/runtime/webExecutor';
import { DocumentCompiler } from '../compile/compiler';

Comlink.expose(new DocumentCompiler(() => createWasmExecutor(2)));
