/** Every release that the library knows, oldest first. A release is a file and a line here. */
import { KATA_3_14_0 } from './release-3.14.0';
import { KATA_4_1_0 } from './release-4.1.0';
import { KATA_4_2_0 } from './release-4.2.0';
import type { KataReleaseData } from './release-data';

export const RELEASES: readonly KataReleaseData[] = [KATA_3_14_0, KATA_4_1_0, KATA_4_2_0];
