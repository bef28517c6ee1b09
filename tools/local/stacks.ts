import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { until } from './until.ts';

/** Stack name -> output key -> value. */
export type Outputs = Record<string, Record<string, string>>;

const bootstrapStack = 'CDKToolkit';
const complete = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'];
/** The CDK command line deletes a stack whose creation was rolled back, and creates it anew. */
const deployable = [...complete, 'ROLLBACK_COMPLETE'];

export class Stacks {
  readonly #client: CloudFormationClient;
  readonly #endpoint: string;

  /** @param accessKeyId of the administrator of the account that is looked at. @default that of the program's */
  constructor(endpoint: string, region: string, accessKeyId = 'test') {
    this.#endpoint = endpoint;
    const credentials = { accessKeyId, secretAccessKey: 'test' };
    this.#client = new CloudFormationClient({ endpoint, region, credentials });
  }

  async #all(): Promise<Stack[]> {
    const { Stacks: stacks } = await this.#client.send(new DescribeStacksCommand({}));
    return (stacks ?? []).filter((stack) => stack.StackStatus !== 'DELETE_COMPLETE');
  }

  async bootstrapped(): Promise<boolean> {
    const isThere = (stack: Stack) => stack.StackName === bootstrapStack && complete.includes(stack.StackStatus ?? '');
    return (await this.#all()).some(isThere);
  }

  /**
   * Names and states of stacks that a deploy cannot build on, after those in progress had `deadlineMs` to settle. The
   * CDK command line says "no changes" about a stack in CREATE_IN_PROGRESS or DELETE_FAILED and exits with 0, so the
   * states are looked at here.
   */
  async broken(deadlineMs: number): Promise<string[]> {
    const inProgress = (stack: Stack) => stack.StackStatus?.endsWith('_IN_PROGRESS') === true;
    await until(async () => !(await this.#all()).some(inProgress), deadlineMs, 250);
    return this.#notIn(deployable);
  }

  /** Names and states of stacks that are not completely deployed. */
  async incomplete(): Promise<string[]> {
    return this.#notIn(complete);
  }

  async #notIn(states: string[]): Promise<string[]> {
    return (await this.#all())
      .filter((stack) => !states.includes(stack.StackStatus ?? ''))
      .map((stack) => `${stack.StackName} is ${stack.StackStatus}`);
  }

  async names(): Promise<string[]> {
    return (await this.#all()).map((stack) => stack.StackName ?? '').filter((name) => name !== bootstrapStack);
  }

  async outputs(): Promise<Outputs> {
    const entries = (await this.#all())
      .filter((stack) => stack.StackName !== bootstrapStack)
      .map((stack) => {
        const outputs = (stack.Outputs ?? [])
          .filter(({ OutputKey }) => !/^(Exports|Publish)Output/.test(OutputKey ?? '')) // made by CDK between stacks, not for people
          .map((output) => [output.OutputKey ?? '', reachable(output.OutputValue ?? '', this.#endpoint)]);
        return [stack.StackName ?? '', Object.fromEntries(outputs)] as const;
      });
    return Object.fromEntries(entries);
  }

  close(): void {
    this.#client.destroy();
  }
}

/** An API's address as the template composes it (a name under amazonaws.com), as its path on the local gateway. */
function reachable(value: string, endpoint: string): string {
  return value.replace(
    /^https?:\/\/(?:([a-z0-9]+)\.execute-api\.[^/]+|127\.0\.0\.1:\d+\/_aws\/execute-api\/([a-z0-9]+))/,
    (_, byName, byPath) => `${endpoint}/_aws/execute-api/${byName ?? byPath}`,
  );
}
