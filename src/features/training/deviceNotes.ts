import type { Localized } from '../../core/locale';
import type { LoadInfo } from '../../stores/run';

/** Why the run is where it is. Here and not with the other sentences: the page starts without them. */
const reasons: Readonly<Record<LoadInfo['reason'], Localized>> = {
  chosen: { en: 'You chose this device.', 'zh-CN': '这是你选择的设备。' },
  measured: { en: 'Measured: the faster one for this model.', 'zh-CN': '实测：对这个模型更快。' },
  noAdapter: { en: 'This browser gives no access to a GPU.', 'zh-CN': '此浏览器无法使用 GPU。' },
  softwareGpu: {
    en: 'This browser has no GPU of its own: the CPU would imitate one, many times slower.',
    'zh-CN': '此浏览器没有真正的 GPU：由 CPU 模拟会慢很多倍。',
  },
  unsupported: { en: 'The GPU cannot run a part of this model.', 'zh-CN': 'GPU 无法运行这个模型的某一部分。' },
};

/** How batches get to the GPU. */
const batches: Readonly<Record<NonNullable<LoadInfo['batches']>, Localized>> = {
  gpu: {
    en: 'The data set lies on the GPU, which puts batches together itself.',
    'zh-CN': '数据集已放在 GPU 上，批次由 GPU 自行组合。',
  },
  augmented: {
    en: 'Pictures are turned or get noise on the CPU: batches are sent to the GPU.',
    'zh-CN': '图片的旋转或加噪在 CPU 上进行，批次逐个传给 GPU。',
  },
  tooLarge: {
    en: 'The data set is too large for the GPU (over 256 MB): batches are sent to it.',
    'zh-CN': '数据集太大，无法放在 GPU 上（超过 256 MB），批次逐个传给 GPU。',
  },
  noMemory: {
    en: 'The GPU has no memory left for the data set: batches are sent to it.',
    'zh-CN': 'GPU 显存不足，无法放下数据集，批次逐个传给 GPU。',
  },
};

/** What is known of the device of a run, a sentence each: why it is this one, what was measured, how batches get there. */
export function deviceNotes(info: Pick<LoadInfo, 'reason' | 'measured' | 'batches'>): Localized[] {
  return [
    reasons[info.reason],
    ...(info.measured ? [measuredNote(info.measured)] : []),
    ...(info.batches ? [batches[info.batches]] : []),
  ];
}

function measuredNote({ wasm, webgpu }: NonNullable<LoadInfo['measured']>): Localized {
  const [cpu, gpu] = [figure(wasm), figure(webgpu)];
  return {
    en: `CPU ${cpu} ms a step, GPU ${gpu} ms.`,
    'zh-CN': `每步 CPU ${cpu} 毫秒，GPU ${gpu} 毫秒。`,
  };
}

/** Two digits of what is below 100. */
const figure = (ms: number): string => (ms < 100 ? String(Number(ms.toPrecision(2))) : String(Math.round(ms)));
