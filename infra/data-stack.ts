/** What must survive: the table and the people. Changed rarely, deleted never. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Identity } from './identity.ts';
import { MarketplaceTable } from './marketplace-table.ts';
import type { Stage } from './stages.ts';

export class DataStack extends Stack {
  readonly table: MarketplaceTable;
  readonly identity: Identity;

  constructor(scope: Construct, id: string, stage: Stage, bundles: string, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: stage.keepsData });
    this.table = new MarketplaceTable(this, 'Marketplace', stage);
    this.identity = new Identity(this, 'Identity', stage, `${bundles}/identity`);
    new CfnOutput(this, 'TableName', { value: this.table.table.tableName });
    new CfnOutput(this, 'UserPoolId', { value: this.identity.userPool.userPoolId });
    new CfnOutput(this, 'ClientId', { value: this.identity.client.userPoolClientId });
  }
}
