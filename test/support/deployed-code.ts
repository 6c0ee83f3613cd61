/** What the deployed functions are made of, for a bundle of its own that tests hold against the source: over a store of the bundle's own. */
export { createAppInParts } from '../../functions/api/in-parts.ts';
export { react } from '../../functions/changes/react.ts';
export { reactionsOver } from '../../functions/changes/reactions.ts';
export { openSqliteTable } from '../../shared/table/sqlite-table.ts';
