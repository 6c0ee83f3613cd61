/** All stacks of all stages; run by `npm run synth`, without credentials or network. Prints where each template lies. */
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { DataStack } from './data-stack.ts';
import { ServiceStack } from './service-stack.ts';
import { stages } from './stages.ts';

const bundles = join(import.meta.dirname, '../dist');
const app = new App({ analyticsReporting: false });
for (const stage of stages) {
  const props = { env: { region: stage.awsRegion }, tags: { service: 'titik-temu', stage: stage.name } };
  const data = new DataStack(app, `titik-temu-${stage.name}-data`, stage, bundles, props);
  new ServiceStack(app, `titik-temu-${stage.name}-service`, stage, bundles, data, props);
}
for (const stack of app.synth().stacks) console.log(stack.templateFullPath);
