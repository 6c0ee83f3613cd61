/** Alarms that say what to do: each names a place in the runbook, and one that does not exist stops the synthesis. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

const runbook = join(import.meta.dirname, '../docs/runbook.md');

export type AlarmSettings = {
  /** The heading in docs/runbook.md, as a link names it: `## Changes are late` is `changes-are-late`. */
  anchor: string;
  means: string;
  metric: IMetric;
  /** Raised when the metric is greater than this … */
  above: number;
  /** … in so many periods in a row; 1 unless told. */
  periods?: number;
};

export class Alarms extends Construct {
  readonly topic: Topic;
  private readonly anchors = anchorsOf(readFileSync(runbook, 'utf8'));

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A topic with a policy of its own loses the one that lets alarms in; without this line they would ring unheard.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    new CfnOutput(this, 'TopicArn', { value: this.topic.topicArn });
  }

  /** Throws when the runbook has no such place. */
  raise(id: string, { anchor, means, metric, above, periods = 1 }: AlarmSettings): void {
    if (!this.anchors.has(anchor)) {
      throw new Error(`alarm ${id} points at docs/runbook.md#${anchor}, which is not there`);
    }
    const alarm = new Alarm(this, id, {
      alarmDescription: `${means} What to do: docs/runbook.md#${anchor}`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}

/** The anchors that a Markdown reader makes of the second-level headings. */
export function anchorsOf(markdown: string): Set<string> {
  const headings = markdown.matchAll(/^## (.+)$/gm);
  return new Set(
    [...headings].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}
