import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { rightsOf } from '../../../api/people.ts';
import { acknowledge } from '../../nag.ts';
import type { Program } from '../program.ts';

/** Groups that every pool has, and who is in them; beside them those that the disclosure names. */
const GROUPS: Readonly<Record<string, string>> = {
  employees: 'may enrol, consent, withdraw, and report',
  investigators: 'may read with a grant, and investigate incidents',
  representatives: 'speak for the employees: see counters and findings, approve',
  stewards: 'give grants, approve',
  platform: 'run the program',
};

export interface Tokens {
  issuer: string;
  audience: string[];
  /** Claim that holds the caller's groups. */
  groupsClaim: string;
}

/** Who people are, unless an OIDC issuer of the customer's says so. */
export class People extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly tokens: Tokens;

  constructor(scope: Construct, id: string, { config, disclosure, prefix }: Program) {
    super(scope, id);
    const isRequired = (config.mfa ?? (config.destroyable ? 'optional' : 'required')) === 'required';
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: prefix,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: isRequired ? Mfa.REQUIRED : Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: !config.destroyable,
      removalPolicy: config.destroyable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    if (!isRequired) {
      acknowledge(
        this.pool,
        'AwsSolutions-COG2',
        'The stage says that a second factor is optional, or is one for tests',
      );
    }
    acknowledge(this.pool, 'AwsSolutions-COG8', 'Threat protection costs per user; an OIDC issuer brings its own');
    const addGroup = (construct: string, groupName: string, description: string) =>
      new CfnUserPoolGroup(this, construct, { userPoolId: this.pool.userPoolId, groupName, description });
    for (const [group, description] of Object.entries(GROUPS)) addGroup(group, group, description);
    const named = new Set(rightsOf(disclosure).flatMap(({ groups }) => groups));
    for (const group of named) {
      if (!Object.hasOwn(GROUPS, group)) addGroup(`Group-${group}`, group, 'named by the disclosure');
    }
    this.client = this.pool.addClient('Client', {
      userPoolClientName: `${prefix}-cli`,
      // The command line keeps no secret.
      generateSecret: false,
      authFlows: { userPassword: true, userSrp: true },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
    });
    this.tokens = {
      issuer: this.pool.userPoolProviderUrl,
      audience: [this.client.userPoolClientId],
      groupsClaim: 'cognito:groups',
    };
  }
}
