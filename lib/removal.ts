import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What holds something is kept when its stack goes, but not where the stack's first deploy fails: nothing is in it yet, and its name would
 * keep the next try from making it.
 */
export const kept = ({ destroyable }: { destroyable: boolean }): RemovalPolicy =>
  destroyable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * The same of what is protected against deletion by itself: no rollback could delete it, so that it is left standing rather than the
 * rollback. `sluice doctor` names what was left.
 */
export const keptAndProtected = ({ destroyable }: { destroyable: boolean }): RemovalPolicy =>
  destroyable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;
