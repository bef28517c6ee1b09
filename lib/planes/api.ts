import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  ApiMapping,
  type CfnRoute,
  type CfnStage,
  DomainName,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  type HttpRoute,
  type HttpStage,
  type IHttpRouteAuthorizer,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { keyOf } from '../../api/route.ts';
import { functionWith, MANIFESTS } from '../functions.ts';
import { pascal } from '../names.ts';
import { ProgramFunction } from './function.ts';
import type { Program } from './program.ts';
import { requestsOf } from './renewals.ts';
import { contractsOf, Routes } from './routes.ts';
import type { ServiceParts, StateParts } from './service-parts.ts';

/**
 * The HTTP API: its address, who is let through, what is logged of it. People and agents keep the address, so that it is of what is never
 * taken down; where requests go to is of the stack of the functions. Identity is the token's, never a parameter.
 */
export class Api extends Construct {
  readonly http: HttpApi;
  /** Functions verify the token again: this one saves them what needs no looking at. */
  readonly authorizer: IHttpRouteAuthorizer;
  /** That people and agents keep. */
  readonly url: string;
  /** Of the customer's own. Absent where the address is what AWS made up. */
  readonly domain?: DomainName;

  constructor(scope: Construct, id: string, state: Omit<StateParts, 'api' | 'roles' | 'ids'>) {
    super(scope, id);
    const { config, prefix } = state.program;
    this.http = new HttpApi(this, 'Http', {
      apiName: prefix,
      description: `Control API of ${prefix}`,
      createDefaultStage: true,
    });
    this.authorizer = this.#jwt(state);
    const stage = this.http.defaultStage as HttpStage;
    limitAndLog(stage.node.defaultChild as CfnStage, state);
    this.url = this.http.apiEndpoint;
    if (config.domain) {
      this.domain = this.#named(config.domain, stage);
      this.url = `https://${config.domain.name}`;
    }
  }

  #jwt({ program, tokens: { issuer, audience } }: Pick<StateParts, 'program' | 'tokens'>): IHttpRouteAuthorizer {
    const { authorizerId } = new HttpAuthorizer(this, 'Jwt', {
      httpApi: this.http,
      authorizerName: `${program.prefix}-people`,
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: issuer,
      jwtAudience: [...audience],
    });
    return HttpAuthorizer.fromHttpAuthorizerAttributes(this, 'Guard', { authorizerId, authorizerType: 'JWT' });
  }

  #named({ name, certificate }: { name: string; certificate: string }, stage: HttpStage): DomainName {
    const domainName = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificate),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api: this.http, domainName, stage });
    return domainName;
  }

  /** Whoever has no token has a share of their own: what they ask for takes nothing from those who close a gate. A stage can say so of routes that are there when it is made. */
  #limit(open: ReadonlyMap<string, { route: HttpRoute; byAgents: boolean }>, program: Program): void {
    const stage = this.http.defaultStage?.node.defaultChild as CfnStage;
    const anybody = { rate: program.config.throttle.open, burst: 2 * program.config.throttle.open };
    const agents = requestsOf(program);
    const limits = [...open].map(([key, { byAgents }]) => {
      const { rate, burst } = byAgents ? agents : anybody;
      return [key, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
    });
    stage.routeSettings = Object.fromEntries(limits);
    for (const { route } of open.values()) stage.addResourceDependency(route.node.defaultChild as CfnRoute);
  }

  /** Of a function of Service, which lets itself be called from there. */
  #byName(name: string, { prefix }: Program): IFunction {
    const functionArn = Stack.of(this).formatArn({
      ...{ service: 'lambda', resource: 'function', resourceName: `${prefix}-${name}` },
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return LambdaFunction.fromFunctionAttributes(this, `${pascal(name)}ByName`, {
      functionArn,
      // A permission would be made here, of what is not there yet: it is that stack's own.
      ...{ sameEnvironment: false, skipPermissions: true },
    });
  }

  /** What answers whether Service is there or not, and the routes that ask for no token, whosever they are. */
  front(parts: Pick<ServiceParts, 'state' | 'bundles'>): void {
    const name = functionWith('otherwise');
    const manifest = MANIFESTS.get(name)!;
    const made = new ProgramFunction(this, pascal(name), parts, name, manifest).function;
    const routes = new Routes(this, 'Routes', this);
    const open = new Map<string, { route: HttpRoute; byAgents: boolean }>();
    for (const [of, one] of MANIFESTS) {
      const { open: contracts } = contractsOf(one);
      const target = of === name ? made : this.#byName(of, parts.state.program);
      const byAgents = new Map(contracts.map((contract) => [keyOf(contract) as string, contract.byAgents]));
      for (const [key, route] of routes.to(target, contracts, pascal(of)))
        open.set(key, { route, byAgents: byAgents.get(key)! });
    }
    this.#limit(open, parts.state.program);
    routes.otherwise(made);
  }
}

function limitAndLog(stage: CfnStage, { program, logs }: Pick<StateParts, 'program' | 'logs'>): void {
  const { rate, burst } = requestsOf(program);
  stage.defaultRouteSettings = {
    throttlingRateLimit: rate,
    throttlingBurstLimit: burst,
    detailedMetricsEnabled: false,
  };
  stage.accessLogSettings = {
    destinationArn: logs.groupOf('api').logGroupArn,
    // Which route, how it went, how long: no path (it names subjects), no caller, no address.
    format: JSON.stringify({
      requestId: '$context.requestId',
      time: '$context.requestTimeEpoch',
      route: '$context.routeKey',
      status: '$context.status',
      latency: '$context.responseLatency',
      authorizer: '$context.authorizer.error',
      integration: '$context.integrationErrorMessage',
    }),
  };
}
