import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Deployment } from './deployment.ts';

/** Credentials that an administrator gave away: every action on every resource of the account. */
export async function generousUser({ clientConfig }: Deployment, UserName: string) {
  const iam = new IAMClient(clientConfig);
  try {
    await iam.send(new CreateUserCommand({ UserName })).catch((error: Error) => {
      if (error.name !== 'EntityAlreadyExistsException' && error.name !== 'EntityAlreadyExists') throw error;
    });
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  } finally {
    iam.destroy();
  }
}
