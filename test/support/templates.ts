/** The templates of a stage as CDK makes them, over placeholder bundles: what is deployed is tested in `bundle.test.ts`. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DataStack } from '../../infra/data-stack.ts';
import { ServiceStack } from '../../infra/service-stack.ts';
import { stages, type Stage } from '../../infra/stages.ts';

export type Templates = { data: Template; service: Template };

/** A part of a template: what CloudFormation calls a resource, loosely typed because every kind has its own shape. */
export type Resource = { Properties: Record<string, unknown>; DeletionPolicy?: string };

type Stacks = { app: App; data: DataStack; service: ServiceStack };

/** Both stacks of a stage in an app of their own. */
export function stacksOf(name: Stage['name']): Stacks {
  const stage = stages.find((each) => each.name === name)!;
  const scratch = mkdtempSync(join(tmpdir(), 'titik-temu-templates-'));
  for (const bundle of ['api', 'changes', 'identity', 'pages', 'prints', 'webhooks']) {
    mkdirSync(join(scratch, bundle));
    writeFileSync(join(scratch, bundle, 'index.mjs'), `export const handler = '${bundle}';\n`);
  }
  const app = new App({ outdir: join(scratch, 'cdk.out'), analyticsReporting: false });
  const props = { env: { region: stage.awsRegion } };
  const data = new DataStack(app, 'data', stage, scratch, props);
  return { app, data, service: new ServiceStack(app, 'service', stage, scratch, data, props) };
}

export function templatesOf(name: Stage['name']): Templates {
  const { data, service } = stacksOf(name);
  return { data: Template.fromStack(data), service: Template.fromStack(service) };
}

/** All resources of one kind, as [logical id, resource]. */
export function resources(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type) as { [id: string]: Resource });
}
