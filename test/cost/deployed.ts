/** What the bill needs to know of what is deployed, read from the templates of production. */
import { resources, templatesOf } from '../support/templates.ts';
import type { Deployed } from './bill.ts';

/** The memory of each function, and how many metrics the alarms look at: AWS bills an alarm on a formula for each of them. */
export function deployedThings(): Deployed {
  const { data, service } = templatesOf('production');
  const functions = [data, service].flatMap((template) => resources(template, 'AWS::Lambda::Function'));
  const memoryOf = (name: string): number => {
    const found = functions.find(([id]) => id.startsWith(name));
    if (found === undefined) throw new Error(`the templates have no function ${name}`);
    return Number(found[1].Properties['MemorySize']);
  };
  const alarmMetrics = resources(service, 'AWS::CloudWatch::Alarm').reduce((sum, [, { Properties }]) => {
    const queries = Properties['Metrics'] as { MetricStat?: unknown }[] | undefined;
    return sum + (queries?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1);
  }, 0);
  return {
    apiMb: memoryOf('ApiFunction'),
    changesMb: memoryOf('ChangesFunction'),
    signInMb: memoryOf('IdentityClaims'),
    alarmMetrics,
  };
}
