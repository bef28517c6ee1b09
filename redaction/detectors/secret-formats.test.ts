import { describe, expect, test } from '@jest/globals';
import { found } from './found.ts';
import { SECRET_FORMATS } from './secret-formats.ts';
import { secretToken } from './secret-token.ts';

/** Made-up bodies of a length: put together here, so that no scanner of this repository takes them for secrets. */
const made = (alphabet: string) => (length: number) =>
  alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
const mixed = made('a1B2c3D4');
const upper = made('A2B3C4D5');
const lower = made('a1z2c3y4');
const hex = made('a1b2c3d4');
const dashedHex = made('a1b2-c3d4');

/** What each service's documentation says: its prefixes, and the shortest that follows them. */
const TOKENS: [service: string, prefixes: string, shortest: string][] = [
  ['AWS access key id', 'AKIA ASIA ABIA ACCA', upper(16)],
  ['AWS Bedrock API key', 'ABSK', mixed(100)],
  ['GitHub', 'ghp_ gho_ ghu_ ghs_ ghr_', mixed(30)],
  ['GitHub fine-grained', 'github_pat_', mixed(36)],
  ['GitLab', 'glpat- gldt- glrt- glcbt- glptt- glft- glsoat- glagent-', mixed(20)],
  ['Slack', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xapp- xoxo- xoxc- xoxd-', mixed(10)],
  ['Stripe', 'sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ whsec_', mixed(16)],
  ['OpenAI', 'sk-proj- sk-svcacct- sk-admin- sk-None-', mixed(20)],
  ['Anthropic', 'sk-ant-', mixed(20)],
  ['OpenRouter', 'sk-or-', mixed(20)],
  ['OpenAI and compatible', 'sk-', mixed(32)],
  ['Google API key', 'AIza', mixed(35)],
  ['Google OAuth', 'ya29.', mixed(20)],
  ['Google OAuth client secret', 'GOCSPX-', mixed(20)],
  ['Hugging Face', 'hf_ api_org_', mixed(30)],
  ['npm', 'npm_', mixed(36)],
  ['PyPI', 'pypi-', mixed(50)],
  ['RubyGems', 'rubygems_', hex(48)],
  ['crates.io', 'cio', mixed(32)],
  ['NuGet', 'oy2', lower(43)],
  ['Docker Hub', 'dckr_pat_ dckr_oat_', mixed(20)],
  ['SendGrid', 'SG.', `${mixed(16)}.${mixed(16)}`],
  ['Mailgun', 'key-', hex(32)],
  ['Brevo', 'xkeysib- xsmtpsib-', `${hex(64)}-${mixed(16)}`],
  ['Twilio', 'AC SK', hex(32)],
  ['DigitalOcean', 'dop_v1_ doo_v1_ dor_v1_', hex(64)],
  ['Heroku', 'HRKU-', mixed(20)],
  ['Fly.io', 'fo1_ fm1_ fm2_ fm1a_ fm1r_', mixed(30)],
  ['Vercel', 'vercel_blob_rw_ vcp_ vci_ vca_', mixed(20)],
  ['Netlify', 'nfp_', mixed(36)],
  ['Cloudflare origin CA', 'v1.0-', `${hex(24)}-${hex(100)}`],
  ['Supabase', 'sbp_ sb_secret_ sb_publishable_', mixed(20)],
  ['PlanetScale', 'pscale_tkn_ pscale_pw_ pscale_oauth_', mixed(30)],
  ['Neon', 'napi_', lower(40)],
  ['Databricks', 'dapi dkea dose', hex(32)],
  ['HashiCorp Vault', 'hvs. hvb. hvr.', mixed(20)],
  ['Terraform Cloud', 'atlasv1.', mixed(40)],
  ['Pulumi', 'pul-', hex(40)],
  ['Doppler', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', mixed(20)],
  ['Atlassian', 'ATATT3 ATCTT3 ATSTT3 ATBB', mixed(20)],
  ['Linear', 'lin_api_ lin_oauth_', mixed(32)],
  ['Notion', 'ntn_ secret_', mixed(40)],
  ['Airtable', 'pat', `${mixed(14)}.${hex(64)}`],
  ['Figma', 'figd_ figo_ figor_', mixed(20)],
  ['Postman', 'PMAK-', `${hex(24)}-${hex(34)}`],
  ['New Relic', 'NRAK- NRJS- NRII- NRRA-', mixed(19)],
  ['Grafana', 'glsa_ glc_', mixed(30)],
  ['Sentry', 'sntrys_ sntryu_', mixed(40)],
  ['Dynatrace', 'dt0c01. dt0s01. dt0s02.', `${upper(24)}.${upper(64)}`],
  ['Datadog', 'ddp_ ddapp_', mixed(30)],
  ['PostHog', 'phc_ phx_', mixed(30)],
  ['Shopify', 'shpat_ shpca_ shppa_ shpss_', hex(32)],
  ['Square', 'sq0atp- sq0csp- EAAA', mixed(22)],
  ['PayPal Braintree', 'access_token$production$', `${lower(16)}$${hex(32)}`],
  ['Adyen', 'AQE', mixed(60)],
  ['Plaid', 'access-production- access-sandbox- access-development-', dashedHex(36)],
  ['Meta', 'EAA', mixed(60)],
  ['Discord', 'mfa.', mixed(80)],
  ['HubSpot', 'pat-na1- pat-eu1-', dashedHex(36)],
  ['Intercom', 'dG9r', mixed(40)],
  ['Typeform', 'tfp_', mixed(40)],
  ['Groq', 'gsk_', mixed(40)],
  ['Perplexity', 'pplx-', mixed(40)],
  ['Replicate', 'r8_', mixed(32)],
  ['xAI', 'xai-', mixed(60)],
  ['Cohere and others', 'co_', mixed(36)],
  ['LangSmith', 'lsv2_pt_ lsv2_sk_', `${hex(32)}_${hex(10)}`],
  ['Tailscale', 'tskey-api- tskey-auth- tskey-client-', mixed(16)],
  ['1Password', 'ops_ A3-', mixed(26)],
  ['age', 'AGE-SECRET-KEY-1', upper(40)],
  ['Alibaba Cloud', 'LTAI', mixed(12)],
  ['Tencent Cloud', 'AKID', mixed(32)],
  ['Yandex Cloud', 'AQVN t1.', mixed(30)],
  ['Azure storage', 'AccountKey=', mixed(40)],
  ['Cargo, Buildkite', 'bkua_', hex(40)],
  ['CircleCI', 'CCIPAT_ CCIPRJ_', mixed(30)],
  ['Snyk', 'snyk_uat.', mixed(20)],
  ['SonarQube', 'sqp_ squ_ sqa_', hex(40)],
  ['Artifactory', 'AKCp cmVmdGtu', mixed(50)],
  ['WakaTime', 'waka_', dashedHex(36)],
  ['Mapbox', 'sk.ey pk.ey', mixed(40)],
  ['Telegram-like, Duffel', 'duffel_live_ duffel_test_', mixed(40)],
];

describe('tokens of services', () => {
  test('every service is in the table below, with its prefixes', () => {
    const listed = SECRET_FORMATS.map(({ service, prefix }) => `${service}: ${prefix}`);
    expect(listed).toEqual(
      TOKENS.flatMap(([service, prefixes]) => prefixes.split(' ').map((one) => `${service}: ${one}`)),
    );
  });

  test.each(TOKENS)('%s', (_, prefixes, shortest) => {
    for (const prefix of prefixes.split(' ')) {
      const token = prefix + shortest;
      const wrong = `${prefix}${shortest.slice(0, 3)}*${shortest.slice(4)}`;

      expect(found(secretToken, `the token ${token}, for now`)).toEqual([token]);
      expect(found(secretToken, `the token ${token}x for now`)).toEqual([`${token}x`]);
      expect(found(secretToken, token.slice(0, -1))).toEqual([]);
      expect(found(secretToken, wrong)).toEqual([]);
      expect(found(secretToken, `${prefix}*${shortest}`)).toEqual([]);
    }
  });
});
