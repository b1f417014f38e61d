import { create } from 'zustand'
import type { DocumentId } from '#contracts/dataset'

/** What a place may be asked to show. */
export interface PlaceParams {
  editor: { file?: string }
  data: { documentId?: DocumentId }
  tune: { signal?: string }
  models: { file?: string }
}

export type Place = keyof PlaceParams

interface NavigationState {
  place: Place
  /** Grows each time a place is entered, the one on the screen too. */
  visit: number
  /** What each place was last asked to show, until it has taken it. */
  params: { [P in Place]?: PlaceParams[P] }
}

export const useNavigation = create<NavigationState>(() => ({ place: 'editor', visit: 0, params: {} }))

/** Goes to a place and, if given, asks it to show something. */
export function navigate<P extends Place>(place: P, params?: PlaceParams[P]): void {
  useNavigation.setState((state) => ({
    place,
    visit: state.visit + 1,
    params: params ? { ...state.params, [place]: params } : state.params,
  }))
}

/**
 * What the place was asked to show, or undefined. The place shows it and calls `takeParams(place)`, so that coming back later does
 * not show it again.
 */
export function usePlaceParams<P extends Place>(place: P): PlaceParams[P] | undefined {
  return useNavigation((state) => state.params[place] as PlaceParams[P] | undefined)
}

export function takeParams(place: Place): void {
  useNavigation.setState((state) => ({ params: { ...state.params, [place]: undefined } }))
}
