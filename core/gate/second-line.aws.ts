import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  type IAMClient,
  NoSuchEntityException,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { readWhole, Unreadable } from '../shared/item.aws.ts';
import type { GateName } from './gate.ts';
import {
  SECOND_LINE_POLICY,
  type SecondLineNote,
  type SecondLineNotes,
  type SecondLinePolicies,
} from './second-line.ts';

export interface AwsSecondLinePoliciesOptions {
  iam: IAMClient;
  /** Names of the roles that each gate's policy is on. */
  roles: Readonly<Record<GateName, readonly string[]>>;
}

/** Needs `iam:GetRolePolicy`, `iam:PutRolePolicy` and `iam:DeleteRolePolicy` on all of them. */
export function awsSecondLinePolicies({ iam, roles }: AwsSecondLinePoliciesOptions): SecondLinePolicies {
  const onEach = <T>(gate: GateName, run: (of: { RoleName: string; PolicyName: string }) => Promise<T>): Promise<T[]> =>
    Promise.all(roles[gate].map((RoleName) => run({ RoleName, PolicyName: SECOND_LINE_POLICY })));
  /** The role itself is missing only where the whole program is: then there is nothing to deny. */
  const orNone = (error: unknown): undefined => {
    if (!(error instanceof NoSuchEntityException)) throw error;
    return undefined;
  };
  return {
    read: (gate) =>
      onEach(gate, async (of) => {
        const answer = await iam.send(new GetRolePolicyCommand(of)).catch(orNone);
        // URL-encoded, by RFC 3986.
        return answer?.PolicyDocument === undefined ? undefined : decodeURIComponent(answer.PolicyDocument);
      }),
    async put(gate, policy) {
      const PolicyDocument = JSON.stringify(policy);
      await onEach(gate, (of) => iam.send(new PutRolePolicyCommand({ ...of, PolicyDocument })));
    },
    async remove(gate) {
      await onEach(gate, (of) => iam.send(new DeleteRolePolicyCommand(of)).catch(orNone));
    },
  };
}

export interface AwsSecondLineNotesOptions {
  ddb: DynamoDBClient;
  /** The table `Gate`: needs `GetItem` on it, and who writes `PutItem` of keys that begin with `second-line#`. */
  gateTable: string;
}

export function awsSecondLineNotes({ ddb, gateTable: TableName }: AwsSecondLineNotesOptions): SecondLineNotes {
  const keyOf = (gate: GateName): Item => ({ pk: S(`second-line#${gate}`) });
  return {
    async read(gate) {
      const { Item } = await ddb.send(new GetItemCommand({ TableName, Key: keyOf(gate), ConsistentRead: true }));
      return Item && parse(Item);
    },
    async write(gate, { inForce, epoch, at, before, seenAt }) {
      const note = { inForce: { BOOL: inForce }, epoch: N(epoch), at: N(at), before: N(before), seenAt: N(seenAt) };
      await ddb.send(new PutItemCommand({ TableName, Item: { ...keyOf(gate), ...note } }));
    },
  };
}

/**
 * Has the gates compared with what follows them, and does not wait for it. Needs `lambda:InvokeFunction`.
 * @param name of the function that compares
 */
export function awsComparisonCall({ lambda, name }: { lambda: LambdaClient; name: string }): () => Promise<void> {
  return async () => {
    await lambda.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: Buffer.from('{}') }));
  };
}

function parse(item: Item): SecondLineNote | undefined {
  const inForce = item.inForce?.BOOL;
  if (inForce === undefined) return undefined;
  try {
    const [epoch, at] = [readWhole(item, 'epoch'), readWhole(item, 'at')];
    return { inForce, epoch, at, before: readWhole(item, 'before'), seenAt: readWhole(item, 'seenAt') };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return undefined;
  }
}
