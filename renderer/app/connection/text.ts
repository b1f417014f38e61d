/** The words about the connection to the engine. */
export const text = {
  engineLost: 'The engine stopped. Reconnecting… Nothing you typed is lost.',
  refused:
    'The server was started again and cannot take this page back. Open the address that it printed: what you typed before it stopped comes back there. Copy from here what you typed since.',
}
