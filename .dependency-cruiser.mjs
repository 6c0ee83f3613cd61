/**
 * Who may import what: the rooms of the house and the doors between them, held by `npm run architecture`.
 * A rule says in its comment what it protects. `test/infra/architecture.test.ts` plants a violation of each.
 */

// Folders of `shared/` that are not nouns: the pure hearts, the table, and the market and the search that ask both.
const NOT_NOUNS = 'matching|planning|table|market|search';
const AWS_SDK = '^node_modules/(@aws-sdk|@smithy|aws-sdk)/';
const HONO = '^node_modules/(hono|@hono)/';
const STORE = '^shared/[^/]+/[^/]+-store\\.ts$';
/** Started by a command or by the cloud: nothing imports them, and that is right. */
const ENTRIES = [
  '^functions/(api|changes|identity|pages|prints|webhooks)/handler\\.ts$',
  '^functions/server/(main|token|rebuild-market|recount|move-store|person)\\.ts$',
  '^infra/(app|bundle|build-search)\\.ts$',
  '^shared/matching/assembly/search\\.ts$',
  '^openapi/generate\\.ts$',
  '^test/',
];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule(
      'hearts-import-nothing',
      'Matching and planning are pure: numbers and strings in, values out. Not even Node, zod or a type from next door.',
      { path: '^shared/(matching|planning)/' },
      { pathNot: '^shared/$1/' },
    ),
    rule(
      'nouns-know-no-store',
      "A noun's rules decide; they never read or write. Only a store opens the table.",
      { path: `^shared/(?!${NOT_NOUNS})[^/]+/[^/]+\\.ts$`, pathNot: '-store\\.ts$' },
      { path: [STORE, '^shared/table/', '^shared/market/'] },
    ),
    rule(
      'nouns-know-only-the-types-of-matching',
      'A noun may speak of a match, it may not rank: ranking is asked for by shared/market.',
      { path: `^shared/(?!${NOT_NOUNS})[^/]+/[^/]+\\.ts$` },
      { path: '^shared/(matching|planning)/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'stores-know-only-their-noun',
      "A store knows its noun, the table's port and keys; never another store (transactions are composed above).",
      { path: '^shared/([^/]+)/[^/]+-store\\.ts$' },
      {
        path: [STORE, '^shared/table/', '^shared/market/'],
        pathNot: ['^shared/table/(table|keys|derived-keys|webhook-keys)\\.ts$', '^shared/$1/'],
      },
    ),
    rule(
      'nouns-and-stores-use-no-package-but-zod',
      'Rules and stores must read the same in ten years: zod for shapes, nothing else from outside.',
      { path: `^shared/(?!${NOT_NOUNS})[^/]+/[^/]+\\.ts$` },
      { path: '^node_modules/', pathNot: '^node_modules/zod/' },
    ),
    rule(
      'aws-sdk-behind-one-door',
      'dynamo-table.ts is the only file that knows AWS: the rest runs on one machine without it.',
      {
        path: '^(shared|functions)/',
        pathNot: ['^shared/table/dynamo-table\\.ts$', '^functions/[^/]+/handler\\.ts$'],
      },
      { path: AWS_SDK },
    ),
    rule(
      'table-knows-no-noun',
      'The table speaks of items, keys and conditions only.',
      { path: '^shared/table/' },
      { path: '^shared/(?!table/)[^/]+/' },
    ),
    rule(
      'adapters-are-chosen-at-the-edge',
      'Only an entry picks a store; everything else is handed the port.',
      {
        path: '^(shared|functions)/',
        pathNot: [
          '^shared/table/',
          '^functions/[^/]+/handler\\.ts$',
          '^functions/api/in-aws\\.ts$',
          '^functions/server/',
        ],
      },
      { path: '^shared/table/(sqlite|dynamo)-' },
    ),
    rule(
      'shared-knows-no-caller',
      'shared/ is used by the functions and by infra; it knows neither them nor the web framework.',
      { path: '^shared/' },
      { path: ['^(functions|infra|openapi|test)/', HONO] },
    ),
    rule(
      'functions-stay-apart',
      "Each function is deployed alone: none looks into another's insides. Only functions/server runs all of them, and printing is an operation of the API in a function of its own.",
      { path: '^functions/([^/]+)/', pathNot: ['^functions/server/', '^functions/prints/handler\\.ts$'] },
      { path: '^functions/', pathNot: '^functions/$1/' },
    ),
    rule(
      'changes-without-hono',
      'What answers no HTTP stays small.',
      { path: '^functions/(changes|identity|webhooks)/' },
      { path: HONO, reachable: true },
    ),
    rule(
      'no-local-issuer-in-the-cloud',
      'functions/server holds the issuer whose keys lie beside the data. What runs in AWS must not be able to load it.',
      { path: '^functions/(api|changes|identity|pages|prints|webhooks)/' },
      { path: ['^functions/server/', '^node_modules/@hono/node-server/'], reachable: true },
    ),
    rule(
      'no-sqlite-in-the-cloud',
      'The embedded store belongs to one machine; a Lambda has no disk that lasts.',
      { path: '^functions/(api|changes|identity|pages|prints|webhooks)/handler\\.ts$' },
      { path: ['^shared/table/sqlite-', '^(node:)?sqlite$'], reachable: true },
    ),
    rule(
      'infra-stands-alone',
      'The templates are made from constructs and the list of keys, the search is compiled for its layout; running code is only bundled, never imported.',
      { path: '^infra/' },
      {
        path: '^(functions|shared|openapi|test)/',
        pathNot: '^shared/(table/(keys|webhook-keys)|matching/search-layout)\\.ts$',
      },
    ),
    rule(
      'nothing-runs-on-infra',
      'Running code must not know how it is deployed.',
      { path: '^(functions|shared|openapi)/' },
      { path: '^(infra|test)/' },
    ),
    rule(
      'no-tools-at-run-time',
      'What is deployed uses dependencies, not development tools. Types vanish, so they may be named.',
      { path: '^(functions|shared)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'only-named-packages',
      'A package that package.json does not name may be gone tomorrow.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    rule('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    rule(
      'no-cycles',
      'Two files that need each other, be it for a type, are one file, or hide a third.',
      {},
      { circular: true },
    ),
    rule(
      'no-orphans',
      'A file that nothing uses and that uses nothing.',
      { orphan: true, pathNot: [...ENTRIES, '\\.json$', '\\.d\\.ts$'] },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
