export const name = 'part'
