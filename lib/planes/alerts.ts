import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { AlarmTarget } from '../config.ts';
import type { Keys } from './keys.ts';
import type { Program } from './program.ts';

/** Where alarms and reminders go: names and numbers of ours, never content. */
export class Alerts extends Construct {
  readonly topic: Topic;
  /** Where alarms go: the topic, and those of the customer's. */
  readonly targets: readonly ITopic[];

  constructor(scope: Construct, id: string, { config, prefix }: Program, keys: Keys) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      topicName: `${prefix}-alerts`,
      masterKey: keys.all.logs,
      enforceSSL: true,
    });
    const alarms: AlarmTarget[] = [
      ...(config.alarmEmail === undefined ? [] : [{ email: config.alarmEmail }]),
      ...config.alarms,
    ];
    for (const target of alarms) {
      if ('email' in target) this.topic.addSubscription(new EmailSubscription(target.email));
      if ('https' in target) this.topic.addSubscription(new UrlSubscription(target.https));
    }
    const others = alarms.flatMap((target) => ('topic' in target ? [target.topic] : []));
    this.targets = [this.topic, ...others.map((arn, at) => Topic.fromTopicArn(this, `Other${at + 1}`, arn))];
  }
}
