/**
 * Something outside our code keeps the local cloud from starting, and the person can mend it. The message is one line
 * that says what and how; it is shown without a stack.
 */
export class LocalCloudError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalCloudError';
  }
}
