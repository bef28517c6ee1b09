/** The AWS adapters keep their contracts on doubles of DynamoDB, KMS and S3; test/e2e runs the same on the local cloud. */
import { doubles } from '../contracts/cloud.ts';
import { controlContracts } from '../contracts/control.ts';
import { incidentContracts } from '../contracts/incident.ts';
import { intakeContracts } from '../contracts/intake.ts';

const cloud = doubles();
controlContracts(cloud);
intakeContracts(cloud);
incidentContracts(cloud);
