;; 8000000c:	0084b52f        	amoadd.d	a0,s0,(s1)
;; 80000010:	b00025f3        	csrr	a1,mcycle
;; 80000014:	fff40413        	addi	s0,s0,-1
;; 80000018:	fe041ae3        	bnez	s0,0x8000000c
(func $f8 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i32) (local $l10 i32) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 i64) (local $l19 i64) (local $l20 i64) (local $l21 i64) (local $l22 i64) (local $l23 i64) (local $l24 i64) (local $l25 f64) (local $l26 f32)
  (if $I0
    (i32.lt_s
      (local.get $p1)
      (i32.const 20))
    (then
      (return_call $links.leave
        (local.get $p0)
        (local.get $p1)
        (i64.add
          (local.get $p3)
          (i64.const 12))
        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
  (local.set $l21
    (i64.load offset=664 align=1
      (local.get $p0)))
  (local.set $l22
    (i64.load offset=672 align=1
      (local.get $p0)))
  (local.set $l23
    (i64.load offset=680 align=1
      (local.get $p0)))
  (local.set $l24
    (i64.load offset=688 align=1
      (local.get $p0)))
  (loop $L1
    (block $B2
      (block $B3
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 4)))
        (local.set $l13
          (call_indirect $core.table (type $t13)
            (local.get $p0)
            (local.get $l22)
            (local.get $l21)
            (i32.const 1)
            (i32.const 34)))
        (if $I4
          (i32.load offset=60 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l23))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 4))
              (i64.add
                (local.get $p3)
                (i64.const 12))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l23
          (local.get $l13))
        (if $I5
          (i32.load offset=568 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l23))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 3))
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l23))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (if $I6
          (i32.lt_s
            (local.tee $p1
              (call $core.step
                (local.get $p0)
                (i64.const 12094628094182)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134742019)
                (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
            (i32.const 0))
          (then
            (return
              (i32.const -1))))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 2)))
        (local.set $l24
          (i64.load offset=688 align=1
            (local.get $p0)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I7
          (i64.ne
            (local.get $l21)
            (i64.const 0))
          (then
            (block $B8
              (br $B3))
            (br $B2)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 28))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
      (loop $L9
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 16)))
        (local.set $l13
          (call_indirect $core.table (type $t13)
            (local.get $p0)
            (local.get $l22)
            (local.get $l21)
            (i32.const 1)
            (i32.const 34)))
        (if $I10
          (i32.load offset=60 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l23))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 16))
              (i64.add
                (local.get $p3)
                (i64.const 12))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l23
          (local.get $l13))
        (if $I11
          (i32.load offset=568 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l23))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 15))
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l23))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (if $I12
          (i32.lt_s
            (local.tee $p1
              (call $core.step
                (local.get $p0)
                (i64.const 12094628094182)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134742031)
                (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
            (i32.const 0))
          (then
            (return
              (i32.const -1))))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 14)))
        (local.set $l24
          (i64.load offset=688 align=1
            (local.get $p0)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I13
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 12)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 28))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l13
          (call_indirect $core.table (type $t13)
            (local.get $p0)
            (local.get $l22)
            (local.get $l21)
            (i32.const 1)
            (i32.const 34)))
        (if $I14
          (i32.load offset=60 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 12))
              (i64.add
                (local.get $p3)
                (i64.const 12))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l23
          (local.get $l13))
        (if $I15
          (i32.load offset=568 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l23))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 11))
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l23))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (if $I16
          (i32.lt_s
            (local.tee $p1
              (call $core.step
                (local.get $p0)
                (i64.const 12094628094182)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134742027)
                (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
            (i32.const 0))
          (then
            (return
              (i32.const -1))))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 10)))
        (local.set $l24
          (i64.load offset=688 align=1
            (local.get $p0)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I17
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 8)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 28))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l13
          (call_indirect $core.table (type $t13)
            (local.get $p0)
            (local.get $l22)
            (local.get $l21)
            (i32.const 1)
            (i32.const 34)))
        (if $I18
          (i32.load offset=60 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 8))
              (i64.add
                (local.get $p3)
                (i64.const 12))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l23
          (local.get $l13))
        (if $I19
          (i32.load offset=568 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l23))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 7))
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l23))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (if $I20
          (i32.lt_s
            (local.tee $p1
              (call $core.step
                (local.get $p0)
                (i64.const 12094628094182)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134742023)
                (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
            (i32.const 0))
          (then
            (return
              (i32.const -1))))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 6)))
        (local.set $l24
          (i64.load offset=688 align=1
            (local.get $p0)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I21
          (i32.eqz
            (i64.ne
              (local.get $l21)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 4)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 28))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l13
          (call_indirect $core.table (type $t13)
            (local.get $p0)
            (local.get $l22)
            (local.get $l21)
            (i32.const 1)
            (i32.const 34)))
        (if $I22
          (i32.load offset=60 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 4))
              (i64.add
                (local.get $p3)
                (i64.const 12))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l23
          (local.get $l13))
        (if $I23
          (i32.load offset=568 align=1
            (local.get $p0))
          (then
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=680 align=1
              (local.get $p0)
              (local.get $l23))
            (i64.store offset=688 align=1
              (local.get $p0)
              (local.get $l24))
            (return_call $links.leave
              (local.get $p0)
              (i32.add
                (local.get $p1)
                (i32.const 3))
              (i64.add
                (local.get $p3)
                (i64.const 16))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l23))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (if $I24
          (i32.lt_s
            (local.tee $p1
              (call $core.step
                (local.get $p0)
                (i64.const 12094628094182)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134742019)
                (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
            (i32.const 0))
          (then
            (return
              (i32.const -1))))
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 2)))
        (local.set $l24
          (i64.load offset=688 align=1
            (local.get $p0)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const -1)))
        (if $I25
          (i64.ne
            (local.get $l21)
            (i64.const 0))
          (then
            (block $B26
              (br_if $B26
                (i32.lt_s
                  (local.get $p1)
                  (i32.const 20)))
              (br $L9))
            (br $B2)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 28))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (if $I27
      (i32.lt_s
        (local.get $p1)
        (i32.const 20))
      (then
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=680 align=1
          (local.get $p0)
          (local.get $l23))
        (i64.store offset=688 align=1
          (local.get $p0)
          (local.get $l24))
        (return_call $links.leave
          (local.get $p0)
          (local.get $p1)
          (i64.add
            (local.get $p3)
            (i64.const 12))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (br $L1))
  (unreachable))
