/* Entry of a kernel on a PC: the multiboot loader leaves 32-bit protected mode with flat segments and no paging (Multiboot 0.6.96 §3.2). */
#define MULTIBOOT_MAGIC  0x1badb002
#define MULTIBOOT_FLAGS  0
#define CR0_MP           0x2
#define CR0_EM           0x4
#define CR4_OSFXSR       0x200
#define CR4_OSXMMEXCPT   0x400

    .section .multiboot, "a"
    .balign 4
    .long   MULTIBOOT_MAGIC
    .long   MULTIBOOT_FLAGS
    .long   -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

    .section .text.start, "ax"
    .globl _start
_start:
    cli
    movl    $stack_top, %esp
    movl    %cr0, %eax                  /* SSE instructions need leave (Intel SDM volume 3 §14.1) */
    andl    $~CR0_EM, %eax
    orl     $CR0_MP, %eax
    movl    %eax, %cr0
    movl    %cr4, %eax
    orl     $(CR4_OSFXSR | CR4_OSXMMEXCPT), %eax
    movl    %eax, %cr4
    call    kernel_main
    pushl   %eax
    call    platform_exit

    .section .bss.stack, "aw", @nobits
    .balign 16
    .space  65536
stack_top:

    .section .note.GNU-stack, "", @progbits
