import { type CfnStage, HttpApi, HttpMethod, type HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { RouteKey } from '../../api/route.ts';
import type { StateStack } from '../stacks/state.ts';

/** The HTTP API: every route behind the JWT authorizer, none without. Identity is the token's, never a parameter. */
export class Api extends Construct {
  readonly http: HttpApi;

  constructor(scope: Construct, id: string, state: StateStack) {
    super(scope, id);
    const { config, prefix } = state.program;
    const { issuer, audience } = state.tokens;
    this.http = new HttpApi(this, 'Http', {
      apiName: prefix,
      description: `Control API of ${prefix}`,
      // Functions verify the token again: this one saves them what needs no looking at.
      defaultAuthorizer: new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: audience }),
      createDefaultStage: true,
    });
    const stage = (this.http.defaultStage as HttpStage).node.defaultChild as CfnStage;
    stage.defaultRouteSettings = {
      throttlingRateLimit: config.throttle.rate,
      throttlingBurstLimit: config.throttle.burst,
      detailedMetricsEnabled: false,
    };
    stage.accessLogSettings = {
      destinationArn: state.logs.groupOf('api').logGroupArn,
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

  /** Sends routes to a function. */
  routes(target: IFunction, keys: readonly RouteKey[]): void {
    if (keys.length === 0) return;
    const integration = new HttpLambdaIntegration(target.node.path.split('/').at(-2)!, target);
    for (const key of keys) {
      const [method, path] = key.split(' ') as [keyof typeof HttpMethod, string];
      this.http.addRoutes({ path, methods: [HttpMethod[method]], integration });
    }
  }
}
