import type { KataRelease } from '../../catalogue/kata-release';
import { BinaryContract } from './binary-contract';
import type { InstallerContract } from './installer-contract';
import { ScriptContract } from './script-contract';

const CONTRACTS: { readonly [contract: string]: InstallerContract } = {
  script: new ScriptContract(),
  binary: new BinaryContract(),
};

/** The contract of a release: the one place where a release's word for it becomes behaviour. */
export function contractOf({ contract }: KataRelease): InstallerContract {
  return CONTRACTS[contract] as InstallerContract;
}
