import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Keys } from './keys.ts';
import type { Program } from './program.ts';

/** Where alarms and reminders go: names and numbers of ours, never content. */
export class Alerts extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { config, prefix }: Program, keys: Keys) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: `${prefix}-alerts`,
      masterKey: keys.all.logs,
      enforceSSL: true,
    });
    if (config.alarmEmail) this.topic.addSubscription(new EmailSubscription(config.alarmEmail));
  }
}
