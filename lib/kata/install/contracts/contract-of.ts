import type { KataRelease } from '../../catalogue/kata-release';
import { BinaryContract } from './binary-contract';
import type { InstallerContract } from './installer-contract';
import { ScriptContract } from './script-contract';

const CONTRACTS: { readonly [contract: string]: InstallerContract } = {
  script: new ScriptContract(),
  binary: new BinaryContract(),
};

/** The contract of a release, by the name that the data of the release gives. */
export function contractOf({ contract }: KataRelease): InstallerContract {
  return CONTRACTS[contract] as InstallerContract;
}
