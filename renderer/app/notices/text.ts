/** The words of the notices. */
export const text = {
  label: 'Notifications',
  dismiss: 'Dismiss',
  details: 'Details',
}
