import { randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ExportDocuments, ExportObjects } from './export.ts';

/** Needs `s3:PutObject` and `s3:GetObject` on the bucket, with its key. A link gives what its maker may get, and nothing more. */
export function awsExportObjects({ s3, bucket }: { s3: S3Client; bucket: string }): ExportObjects {
  const documentsKey = (id: string) => `${id}/documents.json`;
  const documents = async (id: string): Promise<ExportDocuments | undefined> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: documentsKey(id) }));
      return JSON.parse(await Body!.transformToString()) as ExportDocuments;
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  return {
    documents,
    async put(id, bytes) {
      const object = `${id}/${randomBytes(16).toString('hex')}`;
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: object, Body: bytes }));
      return object;
    },
    async names(id, names) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `plans/${id}.json`, Body: JSON.stringify(names) }));
    },
    async publish(id, made) {
      const Body = JSON.stringify(made);
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: documentsKey(id), Body, IfNoneMatch: '*' }));
        return made;
      } catch (error) {
        if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error;
        return (await documents(id)) ?? made;
      }
    },
    link: (object, expiresIn) => getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: object }), { expiresIn }),
  };
}
