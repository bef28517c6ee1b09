import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { keyOf, type Route } from '../../api/route.ts';
import { acknowledge } from '../nag.ts';

/** The API, wherever it was made. */
export interface Guarded {
  http: { apiId: string };
  authorizer: IHttpRouteAuthorizer;
}

/** Routes of the API and what they call, in whichever stack the functions stand. */
export class Routes extends Construct {
  readonly #http: IHttpApi;
  readonly #authorizer: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, api: Guarded) {
    super(scope, id);
    this.#http = HttpApi.fromHttpApiAttributes(this, 'Http', { httpApiId: api.http.apiId });
    this.#authorizer = api.authorizer;
  }

  /** Sends requests by their contracts to a function: past the authorizer, unless they ask for no token. @returns those that ask for none */
  to(target: IFunction, contracts: readonly Route[]): Map<string, HttpRoute> {
    const open = new Map<string, HttpRoute>();
    if (contracts.length === 0) return open;
    const integration = new HttpLambdaIntegration(target.node.path.split('/').at(-2)!, target);
    for (const { method, path, who } of contracts) {
      const made = new HttpRoute(this, keyOf({ method, path }), {
        httpApi: this.#http,
        routeKey: HttpRouteKey.with(path, HttpMethod[method]),
        integration,
        ...(who !== 'anybody' && { authorizer: this.#authorizer }),
      });
      if (who !== 'anybody') continue;
      open.set(keyOf({ method, path }), made);
      acknowledge(made, 'AwsSolutions-APIG4', 'Its contract asks for no token: it tells nothing that is not public');
    }
    return open;
  }

  /** And what none of them takes. */
  otherwise(target: IFunction): void {
    const route = new HttpRoute(this, 'Otherwise', {
      httpApi: this.#http,
      routeKey: HttpRouteKey.DEFAULT,
      integration: new HttpLambdaIntegration('Otherwise', target),
    });
    acknowledge(route, 'AwsSolutions-APIG4', 'It refuses whatever it is asked');
  }
}
