/** An alarm without a place in the runbook wakes someone who does not know what to do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { beforeAll, describe, expect, test } from 'vitest';
import { Alarms, anchorsOf } from '../../infra/alarms.ts';
import { resources, templatesOf } from '../support/templates.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');

let service: Template;
let alarms: { name: string; description: string; actions: unknown[] }[];

beforeAll(() => {
  ({ service } = templatesOf('production'));
  alarms = resources(service, 'AWS::CloudWatch::Alarm').map(([name, alarm]) => ({
    name,
    description: alarm.Properties['AlarmDescription'] as string,
    actions: alarm.Properties['AlarmActions'] as unknown[],
  }));
});

describe('alarms', () => {
  test('each says what it means, where to read on, and reaches somebody', () => {
    expect(alarms.length).toBeGreaterThanOrEqual(7);
    for (const { name, description, actions } of alarms) {
      expect(description, name).toMatch(/^[A-Z].+\. What to do: docs\/runbook\.md#[a-z-]+$/);
      expect(actions, name).toHaveLength(1);
    }
  });

  test('the topic takes what alarms of this account publish, encrypted on the way, and nothing from another account', () => {
    const [[, policy]] = resources(service, 'AWS::SNS::TopicPolicy') as [
      [string, { Properties: Record<string, unknown> }],
    ];
    const { Statement } = policy.Properties['PolicyDocument'] as { Statement: object[] };
    expect(Statement).toMatchObject([
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  test('each place exists and begins by saying what the alarm means', () => {
    for (const { name, description } of alarms) {
      const anchor = description.split('#')[1]!;
      expect(anchorsOf(runbook), name).toContain(anchor);
      const section = runbook.split(/^## /m).find((each) => anchorsOf(`## ${each}`).has(anchor));
      expect(section, name).toContain('**It means**');
    }
  });

  test('no section of the runbook explains an alarm that is gone', () => {
    const explained = runbook.split(/^## /m).filter((section) => section.includes('**It means**'));
    expect(explained).toHaveLength(alarms.length);
  });

  test('every link inside the runbook leads somewhere', () => {
    const links = [...runbook.matchAll(/\]\(#([a-z-]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.length).toBeGreaterThan(0);
    for (const anchor of links) expect(anchorsOf(runbook)).toContain(anchor);
  });

  test('one that points nowhere stops the synthesis', () => {
    const stack = new Alarms(new Stack(new App()), 'Alarms');
    const metric = new Metric({ namespace: 'test', metricName: 'test' });
    expect(() => stack.raise('Lost', { anchor: 'nowhere', means: 'Lost.', metric, above: 0 })).toThrow(
      'alarm Lost points at docs/runbook.md#nowhere, which is not there',
    );
  });
});

test('a heading becomes the anchor that a Markdown reader makes of it', () => {
  expect(anchorsOf('# Top\n## Sign-in fails\n## Api fails: now!\n### Deeper\n')).toEqual(
    new Set(['sign-in-fails', 'api-fails-now']),
  );
});
