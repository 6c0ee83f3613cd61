/** AWS's own rules of thumb (cdk-nag, AwsSolutions), held against production. What we do otherwise stands here with its reason. */
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { stacksOf } from '../support/templates.ts';

/** Found, and so by decision (docs/decisions/0005-infrastructure.md). A finding that goes away must go from here too. */
const decided: { [finding: string]: string } = {
  'AwsSolutions-IAM5[Resource::*]':
    'X-Ray knows no resources; templates.test.ts proves that nothing else has a star',
  'AwsSolutions-APIG4': 'the app checks every token and answers as a problem document; the gateway cannot',
  'AwsSolutions-SQS3': 'this queue is the dead-letter queue, of the stream',
  'AwsSolutions-COG1':
    'twelve characters of any kind: length protects more than a forced symbol, and is easier on a phone',
  'AwsSolutions-COG2':
    'a second factor is offered and not forced: an officer with one old phone must be able to work',
  'AwsSolutions-COG8':
    'Essentials gives what the claims need; Plus costs more for each officer than the service itself',
};

test('production keeps the rules, but where we decided otherwise', () => {
  const { violations } = new AwsSolutionsChecks().validateScope(stacksOf('production').app);
  expect(violations.map((each) => each.ruleName).toSorted()).toEqual(Object.keys(decided).toSorted());
});
