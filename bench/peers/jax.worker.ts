import '../page/wasmMemory';

import { type Device, defaultDevice, init } from '@jax-js/jax';
import * as Comlink from 'comlink';
import { readWasmMemory } from '../page/wasmMemory';
import { createJaxTrainer } from './jax';
import { PeerEngine } from './peerEngine';

Comlink.expose(
  new PeerEngine(
    async ({ backend }) => {
      const device = backend as Device;
      const ready = await init(device);
      if (!ready.includes(device)) throw new Error(`the device ${device} could not be initialised`);
      defaultDevice(device);
      return `jax-js 0.1.25, ${device}`;
    },
    createJaxTrainer,
    readWasmMemory,
  ),
);
