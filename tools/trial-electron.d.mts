export const trialElectronVersion: string
export function findTrialElectron(): { distFolder: string; program: string } | undefined
export function provideTrialElectron(): Promise<string | undefined>
