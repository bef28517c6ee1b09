import { Stack } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { keyOf, type Route } from '../../api/route.ts';
import type { Manifest } from '../../functions/shared/manifest.ts';
import { acknowledge } from '../nag.ts';
import { pascal } from '../names.ts';

/** Of a function, by who is let through: a stage has limits of their own for routes that are there when it is made, so that those that ask for no token are made with it. */
export function contractsOf({ triggers }: Manifest): { behind: Route[]; open: Route[] } {
  const { open = [], behind = [] } = Object.groupBy(Object.values(triggers.routes ?? {}), ({ who }) =>
    who === 'anybody' ? 'open' : 'behind',
  );
  return { behind, open };
}

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

  /**
   * Sends requests by their contracts to a function: past the authorizer, unless they ask for no token.
   * @param name of the function. @default that of the construct that it is in
   * @returns those that ask for none
   */
  to(
    target: IFunction,
    contracts: readonly Route[],
    name = target.node.path.split('/').at(-2)!,
  ): Map<string, HttpRoute> {
    const open = new Map<string, HttpRoute>();
    if (contracts.length === 0) return open;
    const integration = new HttpLambdaIntegration(name, target);
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

  /** Routes of another stack may call a function of this one, which they know by its name. */
  from(target: IFunction, contracts: readonly Route[]): void {
    for (const { method, path } of contracts) {
      target.addPermission(`${pascal(method.toLowerCase())}${path.replaceAll(/\W/g, '')}`, {
        principal: new ServicePrincipal('apigateway.amazonaws.com'),
        sourceArn: Stack.of(this).formatArn({
          ...{ service: 'execute-api', resource: this.#http.apiId },
          resourceName: `*/${method}${path}`,
        }),
      });
    }
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
