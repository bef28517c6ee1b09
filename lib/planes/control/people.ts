import { createHash } from 'node:crypto';
import { CrossStackReferences, Duration, ReferenceStrength, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  type CfnUserPool,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  PasskeyUserVerification,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { rightsOf } from '../../../api/people.ts';
import type { StageConfig } from '../../config.ts';
import { acknowledge } from '../../nag.ts';
import { keptAndProtected } from '../../removal.ts';
import type { Program } from '../program.ts';

/** Groups that every pool has, and who is in them; beside them those that the disclosure names. */
const GROUPS: Readonly<Record<string, string>> = {
  employees: 'may enrol, consent, withdraw, and report',
  investigators: 'may read with a grant, and investigate incidents',
  representatives: 'speak for the employees: see counters and findings, approve',
  stewards: 'give grants, approve',
  platform: 'run the program',
};

/** How people sign in, and whose tokens name them. */
export interface Tokens {
  issuer: string;
  audience: string[];
  /** Claim that holds the caller's groups. */
  groupsClaim: string;
  /** Public client of the command line. */
  clientId: string;
  /** What it asks for. */
  scopes: readonly string[];
  /** Where the issuer sends people back to: addresses on loopback; one without a port stands for any port (RFC 8252). */
  redirectUris: readonly string[];
}

/**
 * Of the pool's client. Cognito takes http for `localhost` alone, and compares the whole address, so that the command line has a
 * few fixed ports to choose from: whichever is free.
 */
export const REDIRECT_URIS: readonly string[] = [8401, 8402, 8403, 8404].map(
  (port) => `http://localhost:${port}/callback`,
);
const SCOPES = ['openid', 'email', 'profile'];

/** Of an issuer of the customer's. */
export const tokensOf = ({ clientId, ...oidc }: NonNullable<StageConfig['oidc']>): Tokens => ({
  ...oidc,
  clientId: clientId ?? oidc.audience[0]!,
});

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
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyUserVerification: PasskeyUserVerification.REQUIRED,
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: !config.destroyable,
      removalPolicy: keptAndProtected(config),
    });
    // A passkey is something one has, unlocked by what one is or knows: two factors, so that it is not asked for a code as well.
    (this.pool.node.defaultChild as CfnUserPool).webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
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
      authFlows: { user: true, userPassword: true, userSrp: true },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [...REDIRECT_URIS],
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // Of a device that is used at least once a month. Each is good once, and for a minute more: an answer may have been lost.
      refreshTokenValidity: Duration.days(30),
      refreshTokenRotationGracePeriod: Duration.seconds(60),
    });
    // A stage may go over to an issuer of the customer's: Service must not pin what State then has no more.
    for (const one of [this.pool, this.client]) CrossStackReferences.of(one).produce(ReferenceStrength.BOTH);
    const { account } = Stack.of(this);
    const domain = this.pool.addDomain('Domain', {
      // Of all accounts of the Region together, and without words that are AWS's, which a program's name may hold.
      cognitoDomain: {
        domainPrefix: `sluice-${createHash('sha256').update(prefix).digest('hex').slice(0, 12)}-${account}`,
      },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const branding = new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.pool.userPoolId,
      clientId: this.client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    branding.node.addDependency(domain);
    this.tokens = {
      issuer: this.pool.userPoolProviderUrl,
      audience: [this.client.userPoolClientId],
      groupsClaim: 'cognito:groups',
      clientId: this.client.userPoolClientId,
      scopes: SCOPES,
      redirectUris: REDIRECT_URIS,
    };
  }
}
