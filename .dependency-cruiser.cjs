/**
 * The arrows between the rooms of src/. A room may import itself and what its row lists; everything else is an error.
 * `types` lists what it may import with `import type` only. Tests may import anything; imports of types may run in circles.
 * (dependency-cruiser parses with TypeScript 6: 7 has no JavaScript API. Types are checked with 7.)
 */
const language = ['core', 'ir', 'layers', 'document'];
/** What the inspector makes forms of. */
const forms = ['compiler/optimizers', 'compiler/schedules', 'compiler/gradientTreatment'];
const client = ['worker/protocol', 'worker/client'];
const engine = [...language, 'compiler', 'codegen', 'onnx', 'runtime', 'data', 'training', 'storage'];

const rooms = [
  { room: 'core', may: [] },
  { room: 'ir', may: ['core'] },
  { room: 'layers', may: ['core', 'ir'] },
  { room: 'document', may: ['core', 'ir', 'layers'] },
  { room: 'compiler', may: language },
  { room: 'codegen', may: language },
  { room: 'onnx', may: ['core', 'ir'] },
  { room: 'runtime', may: ['core'] },
  { room: 'data', may: ['core', 'layers'] },
  { room: 'training', may: ['core', 'data', 'runtime'], types: ['ir', 'document', 'compiler'] },
  { room: 'worker/protocol', may: ['core'], types: ['document', 'layers', 'data'] },
  { room: 'worker/client', may: ['core', 'worker/protocol'], types: ['document'] },
  { room: 'worker/(?!protocol|client)[^/]+', name: 'worker', may: [...engine, 'worker/protocol'] },
  { room: 'storage', may: ['core', 'document'] },
  { room: 'stores', may: [...language, 'storage', ...client] },
  { room: 'features', may: ['core', 'document', 'layers', ...forms, 'codegen', 'stores'] },
  { room: 'app', may: [...language, 'codegen', 'storage', 'stores', 'features', ...client] },
  { room: 'cli', may: [...engine, 'worker'] },
  { room: 'testing', may: [...engine, 'worker'] },
];

/** Packages that only some rooms may import. */
const packages = [
  {
    name: 'react',
    path: '(react|react-dom|react-i18next|@mantine/[^/]+|@tabler/icons-react)',
    only: ['features', 'app'],
  },
  { name: 'xyflow', path: '@xyflow/[^/]+', only: ['features/canvas'] },
  { name: 'protobuf', path: '@bufbuild/protobuf', only: ['onnx'] },
  // the proofs watch on which device each node runs
  { name: 'onnxruntime', path: 'onnxruntime-[^/]+', only: ['runtime', 'testing'] },
];

const test = '\\.test\\.tsx?$';
/** Tests and what only they use. */
const proofs = '\\.(test|fixture)\\.tsx?$';

/** Matches the files of the named rooms: `worker/client` is client.ts or a folder client/. */
const inside = (names) => `^src/(${names.join('|')})(/|[.])`;

const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const roomRules = rooms.flatMap(({ room, name = room.replace('/', '-'), may, types = [] }) => {
  const from = { path: inside([room]), pathNot: proofs };
  return [
    error(`${name}-arrows`, `${name} may import: ${[...may, ...types].join(', ') || 'nothing'}`, from, {
      path: '^src/',
      pathNot: inside([room, ...may, ...types]),
    }),
    ...types.map((type) =>
      error(`${name}-${type}-types-only`, `${name} may import ${type} with "import type" only`, from, {
        path: inside([type]),
        dependencyTypesNot: ['type-only', 'type-import'],
      }),
    ),
  ];
});

const packageRules = packages.map(({ name, path, only }) =>
  error(
    `${name}-only-in-${only.join('-or-').replace('/', '-')}`,
    `${path} is for ${only.join(', ')} only`,
    { path: '^src/', pathNot: [inside(only), proofs] },
    { path: `(^|node_modules/)${path}(/|$)` },
  ),
);

const otherRules = [
  error(
    'core-imports-nothing',
    'core has no packages',
    { path: inside(['core']), pathNot: proofs },
    { pathNot: '^src/' },
  ),
  error(
    'no-circular',
    'imports run in a circle',
    { path: '^src/' },
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'type-import'] } },
  ),
  error('no-test-imports', 'nothing imports a test', {}, { path: test }),
];

module.exports = {
  forbidden: [...roomRules, ...packageRules, ...otherRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
