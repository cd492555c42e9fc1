/** What the page may compute on beside the CPU. */
export interface GpuProbe {
  readonly adapter: GPUAdapter;
  /** Drawn by the CPU (SwiftShader, llvmpipe, WARP): right, but far slower than WASM. */
  readonly software: boolean;
  readonly description: string;
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i;

/** The WebGPU adapter of this machine, or undefined where there is none. Works in pages and workers. */
export async function probeGpu(): Promise<GpuProbe | undefined> {
  try {
    const gpu = typeof navigator === 'undefined' ? undefined : navigator.gpu;
    const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return undefined;
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const text = [vendor, architecture, device, description].filter(Boolean).join(' ');
    return { adapter, software: isFallbackAdapter || softwareNames.test(text), description: text };
  } catch {
    return undefined;
  }
}

const wantedFeatures = ['shader-f16', 'subgroups', 'timestamp-query'] as const;

/** A device with the limits ONNX Runtime asks for: all the adapter has. */
export function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  return adapter.requestDevice({
    requiredFeatures: wantedFeatures.filter((feature) => adapter.features.has(feature)),
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeWorkgroupSizeY: limits.maxComputeWorkgroupSizeY,
      maxComputeWorkgroupSizeZ: limits.maxComputeWorkgroupSizeZ,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    },
  });
}
