/**
 * Who people are: a Cognito user pool whose access tokens say role, organization and region.
 * Roles are groups, organization and region are attributes, and neither can be written by the person they describe:
 * groups need an administrator's API, and the app client has no write access to the attributes.
 */
import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  ResourceServerScope,
  StringAttribute,
  UserPool,
  UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { lambdaFunction } from './lambda.ts';
import { removalPolicyOf, type Stage } from './stages.ts';

/** The roles of the policy table, as groups; a person belongs to exactly one. */
const roles = {
  cooperative: 'Officers of a cooperative',
  buyer: 'Procurement officers of a buyer or partner',
  organizer: 'Officers of a Disperindagkop, each bound to a region',
  admin: 'Keepers of the service',
};

export class Identity extends Construct {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;
  /** Puts the claims into each access token; when it fails, nobody signs in. */
  readonly claimsFunction: LambdaFunction;

  constructor(scope: Construct, id: string, stage: Stage, claimsBundle: string) {
    super(scope, id);
    this.userPool = new UserPool(this, 'UserPool', {
      // An account carries a role, so an administrator makes it and the person only sets the password.
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      customAttributes: {
        organization: new StringAttribute({ minLen: 1, maxLen: 80, mutable: true }),
        region: new StringAttribute({ minLen: 2, maxLen: 13, mutable: true }),
      },
      // Essentials is the least plan whose trigger may write into access tokens.
      featurePlan: FeaturePlan.ESSENTIALS,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: { minLength: 12, tempPasswordValidity: Duration.days(7) },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      // A changed address counts only once it is confirmed, so an account cannot be taken over by a typing error.
      keepOriginal: { email: true },
      deletionProtection: stage.keepsData,
      removalPolicy: removalPolicyOf(stage),
    });
    for (const [groupName, description] of Object.entries(roles)) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, {
        userPoolId: this.userPool.userPoolId,
        groupName,
        description,
      });
    }
    this.userPool.addResourceServer('ResourceServer', {
      identifier: 'titik-temu',
      userPoolResourceServerName: 'Titik Temu',
      scopes: [
        new ResourceServerScope({
          scopeName: 'marketplace',
          scopeDescription: 'Act in the marketplace within one’s role',
        }),
      ],
    });
    this.client = this.userPool.addClient('Client', {
      // Signing in proves the password without sending it (SRP). No flow that takes a password over the wire.
      authFlows: { userSrp: true },
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, emailVerified: true, fullname: true, locale: true })
        .withCustomAttributes('organization', 'region'),
      writeAttributes: new ClientAttributes().withStandardAttributes({
        email: true,
        fullname: true,
        locale: true,
      }),
    });
    this.claimsFunction = lambdaFunction(this, 'Claims', stage, {
      description: 'Puts role, organization and region into access tokens',
      bundle: claimsBundle,
      memoryMb: 256,
      // Cognito itself waits five seconds.
      timeout: Duration.seconds(5),
    });
    this.userPool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      this.claimsFunction,
      LambdaVersion.V2_0,
    );
  }

  /** Whose tokens to believe. They are checked against public keys, so there is no permission to give. */
  trustTokens(to: LambdaFunction): void {
    to.addEnvironment('TOKEN_ISSUER', this.userPool.userPoolProviderUrl);
    to.addEnvironment('TOKEN_AUDIENCE', this.client.userPoolClientId);
  }
}
