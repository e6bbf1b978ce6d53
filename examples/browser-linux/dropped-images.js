/** Takes kernels and initrds that are dropped on the page, and boots when there is a kernel. */

/** An initrd by its first bytes or its name; everything else is a kernel. */
async function kindOf(file) {
  const start = new TextDecoder('latin1').decode(await file.slice(0, 6).arrayBuffer())
  return start.startsWith('07070') || /initr|cpio|ramdisk/i.test(file.name) ? 'initrd' : 'kernel'
}

export function acceptImages(list, onImages) {
  const images = {}
  const show = () => {
    list.replaceChildren(
      ...Object.entries(images).map(([kind, { name, size }]) => {
        const item = document.createElement('li')
        item.textContent = `${kind}: ${name} (${(size / 2 ** 20).toFixed(1)} MiB)`
        return item
      }),
    )
  }
  document.addEventListener('dragover', (event) => {
    event.preventDefault()
    document.body.classList.add('dragging')
  })
  document.addEventListener('dragleave', () => document.body.classList.remove('dragging'))
  document.addEventListener('drop', async (event) => {
    event.preventDefault()
    document.body.classList.remove('dragging')
    for (const file of event.dataTransfer.files) images[await kindOf(file)] = file
    show()
    if (images.kernel !== undefined) onImages({ ...images })
  })
}
