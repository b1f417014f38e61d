/** The words about the connection to the engine. */
export const text = {
  engineLost: 'The engine stopped. Reconnecting… Nothing you typed is lost.',
}
