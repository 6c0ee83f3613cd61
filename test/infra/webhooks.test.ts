/** What the templates promise of the function that delivers to webhooks: it reaches little, and nothing wakes it in vain. */
import { describe, expect, test } from 'vitest';
import { resources, templatesOf } from '../support/templates.ts';
import * as own from '../../shared/table/webhook-keys.ts';

type Statement = {
  Action: string | string[];
  Condition?: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': string[] } };
};

const { service } = templatesOf('production');

describe('webhooks', () => {
  test('the function that delivers to webhooks reaches their partitions, and of all others nothing', () => {
    const statements = resources(service, 'AWS::IAM::Policy')
      .filter(([id]) => id.startsWith('WebhooksFunction'))
      .flatMap(([, policy]) => (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement);
    const items = statements.filter(({ Action }) =>
      /dynamodb:(?!.*(Stream|Shard|Records))/.test(JSON.stringify(Action)),
    );
    expect(items).toHaveLength(3);
    for (const { Action, Condition } of items) {
      const [allowed] = Object.values(Condition!['ForAllValues:StringLike']);
      const expected = JSON.stringify(Action).includes('GetItem')
        ? ['WEBHOOK#*', 'NOTICES#*', 'SECRET#cursor']
        : JSON.stringify(Action).includes('PutItem')
          ? ['WEBHOOK#*', 'NOTICES#*']
          : [own.webhookQueues];
      expect(allowed).toEqual(expected);
    }
  });

  test('the one that delivers is woken by new messages and by the clock, by nothing that it rewrites', () => {
    service.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
    const mappings = Object.values(service.findResources('AWS::Lambda::EventSourceMapping'));
    const pattern = JSON.parse(mappings[1]!['Properties'].FilterCriteria.Filters[0].Pattern);
    expect(pattern.eventName).toEqual(['INSERT']);
    const { pk, sk } = pattern.dynamodb.Keys;
    const wakes = (key: { pk: string; sk: string }) =>
      key.pk.startsWith(pk.S[0].prefix) && key.sk.startsWith(sk.S[0].prefix);
    expect(
      [
        own.webhookDueKey('w', 'now', 'm'),
        own.webhookKey('w'),
        own.webhookQueueKey('w'),
        own.webhookMessageKey('w', 'm'),
        own.webhooksOfKey('coop_1'),
      ].map(wakes),
    ).toEqual([true, false, false, false, false]);
  });
});
