/** Printing in AWS Lambda: the one operation that needs the PDF library, so that no other instance carries it. */
import { handle } from 'hono/aws-lambda';
import { depsInAws } from '../api/in-aws.ts';
import { schedulePrints } from '../api/schedule-files.ts';
import { emptyApp } from '../api/empty-app.ts';
import { printLater } from './print-later.ts';

const deps = depsInAws();
const app = emptyApp(deps.log);
schedulePrints(app, { ...deps, print: printLater(new URL('fonts/', import.meta.url)) });

export const handler = handle(app);
