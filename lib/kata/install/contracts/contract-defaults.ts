/** Defaults that differ between the generations of kata-deploy. */
export interface ContractDefaults {
  /** Priority class of the installer's pods. */
  readonly defaultPriorityClassName: string | undefined;

  /** Labels by which kata-deploy marks the nodes of an installation as its own. */
  ownershipLabels(multiInstallSuffix: string | undefined): { readonly [label: string]: string };
}
