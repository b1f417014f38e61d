import { create } from 'zustand'

/** Which dialog of the Tune place is open. */
export const useTuneDialogs = create<{ open: 'bundled' | 'export' | 'runs' | null }>(() => ({ open: null }))

export const closeTuneDialog = () => useTuneDialogs.setState({ open: null })
