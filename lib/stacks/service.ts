import { Aws, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { bundleFunctions } from '../bundle.ts';
import { Monitoring } from '../monitoring/monitoring.ts';
import { Api } from '../planes/api.ts';
import { ControlService } from '../planes/control/service.ts';
import type { ServiceParts } from '../planes/function.ts';
import { IncidentService } from '../planes/incident/service.ts';
import { IngestService } from '../planes/ingest/service.ts';
import { ReadingService } from '../planes/reading/service.ts';
import type { StateStack } from './state.ts';

/**
 * Functions, API, workflow, alarms, dashboard. May be destroyed and deployed again at any time: nothing that a pause, a consent or a
 * reading depends on is kept here, and nothing here says whether a gate is open.
 */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, state: StateStack, bundleFolder: string, props: StackProps) {
    super(scope, id, props);
    const { prefix, disclosure } = state.program;
    const parts: ServiceParts = {
      state,
      bundles: bundleFunctions(bundleFolder, disclosure),
      // By name: function and workflow name each other.
      workflow: `arn:${Aws.PARTITION}:states:${this.region}:${this.account}:stateMachine:${prefix}-incident`,
    };
    const api = new Api(this, 'Api', state);
    const ingest = new IngestService(this, 'Ingest', parts);
    const control = new ControlService(this, 'Control', parts, api);
    const incident = new IncidentService(this, 'Incident', parts, api);
    const reading = new ReadingService(this, 'Reading', parts, api);
    new Monitoring(this, 'Monitoring', { state, api, ingest, control, incident, reading });

    new CfnOutput(this, 'ApiUrl', { value: api.http.apiEndpoint, description: 'Control API' });
    new CfnOutput(this, 'ApiId', { value: api.http.apiId, description: 'Id of the control API' });
    new CfnOutput(this, 'WorkflowArn', { value: incident.workflow.stateMachineArn, description: 'Walks incidents' });
  }
}
