/**
 * Makes what is deployed: one folder for each function under `dist/`, with `index.mjs`, its chunks and the files it reads.
 * Our own script, because CDK's bundling takes no plugins and runs at every synthesis.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { constantsWithoutEffects } from './constants-without-effects.ts';
import { emptied, withoutDocumentation } from './without-documentation.ts';

const root = join(import.meta.dirname, '..');

const entries = {
  api: 'functions/api/handler.ts',
  changes: 'functions/changes/handler.ts',
  identity: 'functions/identity/handler.ts',
  pages: 'functions/pages/handler.ts',
  prints: 'functions/prints/handler.ts',
  webhooks: 'functions/webhooks/handler.ts',
} as const;

export type BundleName = keyof typeof entries;

/** A file to lay beside the code: where it is, and its path in the bundle's folder. */
type SideFile = { from: string; to: string };

/** Files of packages that an entry reads from a place of its own. What our code reads beside itself is found by `filesBeside`. */
const sideFiles: { [name in BundleName]?: readonly SideFile[] } = {
  api: [
    ...['swagger-ui.css', 'swagger-ui-bundle.js'].map((file) => ({
      from: join(root, 'node_modules/swagger-ui-dist', file),
      to: `docs/${file}`,
    })),
    { from: join(root, 'openapi/openapi.json'), to: 'openapi.json' },
  ],
  prints: [
    ...['400Regular/SourceSans3_400Regular.ttf', '700Bold/SourceSans3_700Bold.ttf'].map((file) => ({
      from: join(root, 'node_modules/@expo-google-fonts/source-sans-3', file),
      to: `fonts/${file}`,
    })),
    {
      from: join(root, 'node_modules/pdfkit/js/data/sRGB_IEC61966_2_1.icc'),
      to: 'data/sRGB_IEC61966_2_1.icc',
    },
  ],
};

export const bundleNames = Object.keys(entries) as BundleName[];

export type Bundle = {
  folder: string;
  /** All JavaScript of the bundle: the entry and what it may load later, in bytes. */
  bytes: number;
  /** Loaded before the first request, the entry and the chunks that it imports statically: bytes, and the sources in them. */
  firstBytes: number;
  firstInputs: string[];
  metafile: Metafile;
};

/** Modules that are larger than their use in the cloud, and what stands in for them. */
const smaller: readonly { module: RegExp; contents: string | ((source: string, path: string) => string) }[] =
  [
    {
      // In Lambda, credentials come from the environment: none of the SDK's other ways to sign in (130 KB) is ever tried.
      module: /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/,
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
    },
    // Reads fonts that are packed for the web (465 KB); ours are not.
    {
      module: /[\\/]brotli[\\/]decompress\.js$/,
      contents: "module.exports = () => { throw new Error('no reader of web fonts is bundled'); };",
    },
    {
      // The document is committed, and `npm run check` holds it to be fresh: what makes it (60 KB) stays at home.
      module: /[\\/]functions[\\/]api[\\/]document\.ts$/,
      contents: `import { readFileSync } from 'node:fs';
      export const documentOf = () => JSON.parse(readFileSync(new URL('openapi.json', import.meta.url), 'utf8'));`,
    },
    // Reads the name of a browser (34 KB), for the SDK in browsers.
    { module: /[\\/]bowser[\\/]bowser\.mjs$/, contents: 'export default undefined;' },
    // Describe schemas as JSON Schema (16 KB), which only the document is made of.
    {
      module: /[\\/]zod[\\/]v4[\\/]core[\\/](to-json-schema|json-schema-processors)\.js$/,
      contents: emptied,
    },
    {
      // Formats as methods (6 KB), `z.string().email()`: we write `z.email()`, and only those that are written come along.
      module: /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/,
      contents: (source) =>
        source.replaceAll(
          /^    \w+\(params\) \{\n        return this\.check\(core\._\w+\(Zod\w+, params\)\);\n    \},$/gm,
          '',
        ),
    },
    // Says in zod's English what is wrong with a value (3 KB); `shared/faults.ts` says it in ours.
    { module: /[\\/]zod[\\/]v4[\\/]locales[\\/]en\.js$/, contents: 'export default () => ({});' },
    // Finds DynamoDB's address by asking for it (7 KB), which nobody switches on: a plain map stands in for its cache.
    {
      module: /[\\/]mnemonist[\\/]lru-cache\.js$/,
      contents: 'module.exports = class extends Map { constructor() { super(); } };',
    },
    {
      // SHA-256 in JavaScript (3 KB), for where Node's own is missing.
      module: /[\\/]@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]checksum[\\/]sha256[\\/]Sha256Js\.js$/,
      contents: 'export class Sha256Js {}',
    },
    {
      // Where DynamoDB is: the SDK walks a graph of all partitions and ways to be addressed (15 KB), ours is reached in one way.
      module: /[\\/]@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]endpoint[\\/]endpointResolver\.js$/,
      contents: `export const defaultEndpointResolver = ({ Region, Endpoint }) =>
        ({ url: new URL(Endpoint ?? 'https://dynamodb.' + Region + '.amazonaws.com') });`,
    },
    // Which AWS regions there are (5 KB), and which one a virtual machine is in (1 KB): only that graph and a mode that is not used ask for it.
    {
      module: /[\\/]util-endpoints[\\/]lib[\\/]aws[\\/]partitions\.js$/,
      contents: 'export const partitionsInfo = { partitions: [] };',
    },
    {
      module: /[\\/]regionConfig[\\/]getInstanceMetadataRegion\.js$/,
      contents: 'export const getInstanceMetadataRegion = () => undefined;',
    },
    {
      // Errors of operations that nothing here calls (7 KB): on backups and copies, and on making tables.
      module: /[\\/]@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/,
      contents: (source) =>
        source.replaceAll(
          /^export var (\w*(?:Backup|Export|Import|GlobalTable|ReplicaA|ReplicaN|Restore|PointInTime|Policy|TableA|TableI|TableN)\w*)\$ = [^;]+;\nn0_registry\.registerError\(\1\$, \1\);$/gm,
          '',
        ),
    },
    // Of its own description the SDK only tells its version.
    {
      module: /[\\/]@aws-sdk[\\/]client-dynamodb[\\/]package\.json$/,
      contents: (source) =>
        `export default ${JSON.stringify({ version: (JSON.parse(source) as { version: string }).version })};`,
    },
    // Streams of events (15 KB), which no operation of DynamoDB has.
    {
      module: /[\\/]@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]event-streams[\\/]index\.js$/,
      contents: 'export {};',
    },
  ];

const smallerModules: Plugin = {
  name: 'smaller-modules',
  setup(context) {
    for (const { module, contents } of smaller) {
      context.onLoad({ filter: module }, ({ path }) => ({
        contents: typeof contents === 'string' ? contents : contents(readFileSync(path, 'utf8'), path),
        loader: 'js',
        resolveDir: dirname(path),
      }));
    }
  },
};

/** Collects what our code reads beside itself, `new URL('./data/regions.bin', import.meta.url)`: it keeps that path in the bundle. */
function filesBeside(found: Map<string, string>): Plugin {
  return {
    name: 'files-beside-the-code',
    setup(context) {
      context.onLoad({ filter: /[\\/](shared|functions)[\\/][^\\/]+[\\/][^\\/]+\.ts$/ }, ({ path }) => {
        for (const [, to] of readFileSync(path, 'utf8').matchAll(
          /new URL\('\.\/([^']+)', import\.meta\.url\)/g,
        )) {
          const from = join(dirname(path), to!);
          const other = found.get(to!);
          if (other !== undefined && other !== from)
            throw new Error(`${from} and ${other} cannot both be ${to}`);
          if (existsSync(from)) found.set(to!, from);
        }
        return undefined;
      });
    },
  };
}

/** Tables that are written as a text in a module of their own (38 KB) lie beside the code as files, and need not be parsed as code. */
function textsBeside(found: Map<string, string>): Plugin {
  return {
    name: 'texts-beside-the-code',
    setup(context) {
      context.onLoad({ filter: /[\\/]shared[\\/][^\\/]+[\\/]data[\\/][^\\/]+\.ts$/ }, async ({ path }) => {
        const exported = Object.entries((await import(path)) as Record<string, unknown>);
        const [[name, text] = ['', undefined], ...others] = exported;
        if (typeof text !== 'string' || others.length > 0)
          throw new Error(`${path} is no text and nothing else`);
        const file = `${basename(path, '.ts')}.txt`;
        if ((found.get(file) ?? text) !== text) throw new Error(`two texts cannot both be ${file}`);
        found.set(file, text);
        return {
          contents: `import { readFileSync } from 'node:fs';
            export const ${name} = readFileSync(new URL('./${file}', import.meta.url), 'utf8');`,
        };
      });
    },
  };
}

/** Our own code without what only the OpenAPI document shows, and ready to lose what nothing else uses. */
const leaner: Plugin = {
  name: 'leaner',
  setup(context) {
    context.onLoad({ filter: /[\\/](shared|functions)[\\/].+\.ts$/ }, ({ path }) => ({
      contents: constantsWithoutEffects(withoutDocumentation(readFileSync(path, 'utf8'), path), path),
      loader: 'ts',
    }));
  },
};

/** Bundles one entry (a path from the root) into `folder`; what the code imports dynamically becomes a chunk of its own. */
export async function bundleEntry(
  entry: string,
  folder: string,
  files: readonly SideFile[] = [],
): Promise<Bundle> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const beside = new Map<string, string>();
  const texts = new Map<string, string>();
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    legalComments: 'none',
    // ES modules first: they can be shaken, what `main` points at mostly cannot.
    mainFields: ['module', 'main'],
    plugins: [smallerModules, filesBeside(beside), textsBeside(texts), leaner],
    metafile: true,
    logLevel: 'warning',
  });
  for (const { from, to } of files) cpSync(from, join(folder, to));
  for (const [to, from] of beside) cpSync(from, join(folder, to));
  for (const [to, text] of texts) writeFileSync(join(folder, to), text);
  return { folder, metafile, ...sizesOf(metafile) };
}

/** Bundles every function into `outDir/NAME`, and lays what went into each beside it as `NAME.meta.json`. */
export async function bundleAll(outDir: string): Promise<{ [name in BundleName]: Bundle }> {
  const made = await Promise.all(
    bundleNames.map(async (name) => {
      const bundle = await bundleEntry(entries[name], join(outDir, name), sideFiles[name]);
      writeFileSync(join(outDir, `${name}.meta.json`), JSON.stringify(bundle.metafile));
      return [name, bundle] as const;
    }),
  );
  return Object.fromEntries(made) as { [name in BundleName]: Bundle };
}

function sizesOf({ outputs }: Metafile): Pick<Bundle, 'bytes' | 'firstBytes' | 'firstInputs'> {
  const paths = Object.keys(outputs);
  const first = new Set(paths.filter((path) => basename(path) === 'index.mjs'));
  // A set grows while it is walked, so this follows the static imports to the end.
  for (const path of first) {
    for (const each of outputs[path]!.imports)
      if (each.kind === 'import-statement' && !each.external) first.add(each.path);
  }
  const sum = (chosen: Iterable<string>) => [...chosen].reduce((all, path) => all + outputs[path]!.bytes, 0);
  const firstInputs = [...first].flatMap((path) => Object.keys(outputs[path]!.inputs));
  return { bytes: sum(paths), firstBytes: sum(first), firstInputs };
}

if (import.meta.main) {
  const bundles = await bundleAll(join(root, 'dist'));
  for (const name of bundleNames) {
    const { folder, bytes, firstBytes } = bundles[name];
    const kb = (count: number) => `${Math.ceil(count / 1000)} KB`;
    console.log(`${folder}: ${kb(bytes)}, of which ${kb(firstBytes)} before the first request`);
  }
}
