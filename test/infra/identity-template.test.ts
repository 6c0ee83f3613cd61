/** What the templates promise of sign-in: nobody gives itself an account, a role, an organization or a region. */
import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { resources, templatesOf, type Templates } from '../support/templates.ts';

let production: Templates;

beforeAll(() => {
  production = templatesOf('production');
});

describe('identity', () => {
  test('nobody signs up alone, because an account carries a role', () => {
    production.data.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  test('access tokens get their claims from the trigger that may write into them', () => {
    production.data.hasResourceProperties('AWS::Cognito::UserPool', {
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
      UserPoolTier: 'ESSENTIALS',
    });
    production.data.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });

  test('people cannot write their own organization or region', () => {
    const [[, client]] = resources(production.data, 'AWS::Cognito::UserPoolClient') as [
      [string, { Properties: Record<string, string[]> }],
    ];
    expect(client.Properties['WriteAttributes']!.toSorted()).toEqual(['email', 'locale', 'name']);
    expect(client.Properties['ReadAttributes']).toEqual(
      expect.arrayContaining(['custom:organization', 'custom:region']),
    );
  });

  test('there is a group for each role of the policy', () => {
    const groups = resources(production.data, 'AWS::Cognito::UserPoolGroup');
    expect(groups.map(([, group]) => String(group.Properties['GroupName'])).toSorted()).toEqual([
      'admin',
      'buyer',
      'cooperative',
      'organizer',
    ]);
  });

  test('the app client keeps no secret, sends no password and does not tell who has an account', () => {
    production.data.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AllowedOAuthFlowsUserPoolClient: false,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 60,
    });
  });

  test('there is a resource server whose scope the tokens carry', () => {
    production.data.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'titik-temu',
      Scopes: [Match.objectLike({ ScopeName: 'marketplace' })],
    });
  });
});
