;; 8000000c:	0004b283        	ld	t0,0(s1)
;; 80000010:	00128293        	addi	t0,t0,1
;; 80000014:	0054b423        	sd	t0,8(s1)
;; 80000018:	0034c303        	lbu	t1,3(s1)
;; 8000001c:	fff40413        	addi	s0,s0,-1
;; 80000020:	fe0416e3        	bnez	s0,0x8000000c
(func $f8 (type $t0) (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i64) (param $p4 i32) (result i32)
  (local $l5 i32) (local $l6 i32) (local $l7 i32) (local $l8 i32) (local $l9 i32) (local $l10 i32) (local $l11 i64) (local $l12 i64) (local $l13 i64) (local $l14 i64) (local $l15 i64) (local $l16 i64) (local $l17 i64) (local $l18 i64) (local $l19 i64) (local $l20 i64) (local $l21 i64) (local $l22 i64) (local $l23 i64) (local $l24 i64) (local $l25 f64) (local $l26 f32) (local $l27 i32) (local $l28 i32) (local $l29 i32)
  (if $I0
    (i32.lt_s
      (local.get $p1)
      (i32.const 30))
    (then
      (return_call $links.leave
        (local.get $p0)
        (local.get $p1)
        (i64.add
          (local.get $p3)
          (i64.const 12))
        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
  (local.set $l21
    (i64.load offset=640 align=1
      (local.get $p0)))
  (local.set $l22
    (i64.load offset=648 align=1
      (local.get $p0)))
  (local.set $l23
    (i64.load offset=664 align=1
      (local.get $p0)))
  (local.set $l24
    (i64.load offset=672 align=1
      (local.get $p0)))
  (local.set $l6
    (i32.load offset=44 align=1
      (local.get $p0)))
  (local.set $l7
    (i32.load offset=48 align=1
      (local.get $p0)))
  (local.set $l15
    (i64.load offset=65536 align=1
      (local.get $l6)))
  (local.set $l17
    (i64.load offset=65544 align=1
      (local.get $l6)))
  (local.set $l19
    (i64.load offset=65552 align=1
      (local.get $l6)))
  (local.set $l9
    (i32.load offset=65560 align=1
      (local.get $l6)))
  (local.set $l16
    (i64.load offset=65600 align=1
      (local.get $l6)))
  (local.set $l18
    (i64.load offset=65608 align=1
      (local.get $l6)))
  (local.set $l20
    (i64.load offset=65616 align=1
      (local.get $l6)))
  (local.set $l10
    (i32.load offset=65624 align=1
      (local.get $l6)))
  (loop $L1
    (block $B2
      (block $B3
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 6)))
        (local.set $l21
          (i64.load align=1
            (local.tee $l27
              (if $I4 (result i32)
                (i64.lt_u
                  (i64.sub
                    (local.tee $l11
                      (local.get $l24))
                    (local.get $l15))
                  (local.get $l19))
                (then
                  (i32.add
                    (i32.wrap_i64
                      (local.get $l11))
                    (local.get $l9)))
                (else
                  (if $I5
                    (i32.eqz
                      (local.tee $l27
                        (call $core.find
                          (local.get $p0)
                          (local.get $l11)
                          (i32.const -2147483637)
                          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
                    (then
                      (i64.store offset=640 align=1
                        (local.get $p0)
                        (local.get $l21))
                      (i64.store offset=648 align=1
                        (local.get $p0)
                        (local.get $l22))
                      (i64.store offset=664 align=1
                        (local.get $p0)
                        (local.get $l23))
                      (return_call $links.leave
                        (local.get $p0)
                        (i32.add
                          (local.get $p1)
                          (i32.const 6))
                        (i64.add
                          (local.get $p3)
                          (i64.const 12))
                        (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
                  (local.get $l27))))))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const 1)))
        (if $I6
          (i64.lt_u
            (i64.sub
              (local.tee $l11
                (i64.add
                  (local.get $l24)
                  (i64.const 8)))
              (local.get $l16))
            (local.get $l18))
          (then
            (i64.store align=1
              (i32.add
                (i32.wrap_i64
                  (local.get $l11))
                (local.get $l10))
              (local.get $l21)))
          (else
            (if $I7
              (call $core.store
                (local.get $p0)
                (local.get $l11)
                (local.get $l21)
                (i32.const -2147482616)
                (local.get $p3)
                (local.get $p1)
                (i32.const 134873092)
                (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))
              (then
                (i64.store offset=640 align=1
                  (local.get $p0)
                  (local.get $l21))
                (i64.store offset=648 align=1
                  (local.get $p0)
                  (local.get $l22))
                (i64.store offset=664 align=1
                  (local.get $p0)
                  (local.get $l23))
                (return
                  (i32.const -1))))))
        (local.set $l28
          (i32.load8_u offset=3
            (local.get $l27)))
        (local.set $l23
          (i64.add
            (local.get $l23)
            (i64.const -1)))
        (if $I8
          (i64.ne
            (local.get $l23)
            (i64.const 0))
          (then
            (block $B9
              (br_if $B9
                (i32.eqz
                  (i64.lt_u
                    (i64.sub
                      (local.tee $l11
                        (local.get $l24))
                      (local.get $l15))
                    (local.get $l19))))
              (local.set $l29
                (i32.add
                  (i32.wrap_i64
                    (local.get $l11))
                  (local.get $l9)))
              (br_if $B9
                (i32.eqz
                  (i64.lt_u
                    (i64.sub
                      (local.tee $l11
                        (i64.add
                          (local.get $l24)
                          (i64.const 8)))
                      (local.get $l16))
                    (local.get $l20))))
              (local.set $l27
                (i32.add
                  (i32.wrap_i64
                    (local.get $l11))
                  (local.get $l10)))
              (br $B3))
            (br $B2)))
        (i64.store offset=640 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=648 align=1
          (local.get $p0)
          (i64.extend_i32_u
            (local.get $l28)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l23))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 36))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000)))
      (loop $L10
        (local.set $p1
          (i32.sub
            (local.get $p1)
            (i32.const 24)))
        (local.set $l21
          (i64.load align=1
            (local.get $l29)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const 1)))
        (i64.store align=1
          (local.get $l27)
          (local.get $l21))
        (local.set $l28
          (i32.load8_u offset=3
            (local.get $l29)))
        (local.set $l23
          (i64.add
            (local.get $l23)
            (i64.const -1)))
        (if $I11
          (i32.eqz
            (i64.ne
              (local.get $l23)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 18)))
            (i64.store offset=640 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=648 align=1
              (local.get $p0)
              (i64.extend_i32_u
                (local.get $l28)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l23))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 36))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l21
          (i64.load align=1
            (local.get $l29)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const 1)))
        (i64.store align=1
          (local.get $l27)
          (local.get $l21))
        (local.set $l28
          (i32.load8_u offset=3
            (local.get $l29)))
        (local.set $l23
          (i64.add
            (local.get $l23)
            (i64.const -1)))
        (if $I12
          (i32.eqz
            (i64.ne
              (local.get $l23)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 12)))
            (i64.store offset=640 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=648 align=1
              (local.get $p0)
              (i64.extend_i32_u
                (local.get $l28)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l23))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 36))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l21
          (i64.load align=1
            (local.get $l29)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const 1)))
        (i64.store align=1
          (local.get $l27)
          (local.get $l21))
        (local.set $l28
          (i32.load8_u offset=3
            (local.get $l29)))
        (local.set $l23
          (i64.add
            (local.get $l23)
            (i64.const -1)))
        (if $I13
          (i32.eqz
            (i64.ne
              (local.get $l23)
              (i64.const 0)))
          (then
            (local.set $p1
              (i32.add
                (local.get $p1)
                (i32.const 6)))
            (i64.store offset=640 align=1
              (local.get $p0)
              (local.get $l21))
            (i64.store offset=648 align=1
              (local.get $p0)
              (i64.extend_i32_u
                (local.get $l28)))
            (i64.store offset=664 align=1
              (local.get $p0)
              (local.get $l23))
            (return_call $links.chain
              (local.get $p0)
              (local.get $p1)
              (local.get $p2)
              (i64.add
                (local.get $p3)
                (i64.const 36))
              (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
        (local.set $l21
          (i64.load align=1
            (local.get $l29)))
        (local.set $l21
          (i64.add
            (local.get $l21)
            (i64.const 1)))
        (i64.store align=1
          (local.get $l27)
          (local.get $l21))
        (local.set $l28
          (i32.load8_u offset=3
            (local.get $l29)))
        (local.set $l23
          (i64.add
            (local.get $l23)
            (i64.const -1)))
        (if $I14
          (i64.ne
            (local.get $l23)
            (i64.const 0))
          (then
            (block $B15
              (br_if $B15
                (i32.lt_s
                  (local.get $p1)
                  (i32.const 30)))
              (br_if $B15
                (i32.eqz
                  (i64.lt_u
                    (i64.sub
                      (local.tee $l11
                        (local.get $l24))
                      (local.get $l15))
                    (local.get $l19))))
              (local.set $l29
                (i32.add
                  (i32.wrap_i64
                    (local.get $l11))
                  (local.get $l9)))
              (br_if $B15
                (i32.eqz
                  (i64.lt_u
                    (i64.sub
                      (local.tee $l11
                        (i64.add
                          (local.get $l24)
                          (i64.const 8)))
                      (local.get $l16))
                    (local.get $l20))))
              (local.set $l27
                (i32.add
                  (i32.wrap_i64
                    (local.get $l11))
                  (local.get $l10)))
              (br $L10))
            (br $B2)))
        (i64.store offset=640 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=648 align=1
          (local.get $p0)
          (i64.extend_i32_u
            (local.get $l28)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l23))
        (return_call $links.chain
          (local.get $p0)
          (local.get $p1)
          (local.get $p2)
          (i64.add
            (local.get $p3)
            (i64.const 36))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (if $I16
      (i32.lt_s
        (local.get $p1)
        (i32.const 30))
      (then
        (i64.store offset=640 align=1
          (local.get $p0)
          (local.get $l21))
        (i64.store offset=648 align=1
          (local.get $p0)
          (i64.extend_i32_u
            (local.get $l28)))
        (i64.store offset=664 align=1
          (local.get $p0)
          (local.get $l23))
        (return_call $links.leave
          (local.get $p0)
          (local.get $p1)
          (i64.add
            (local.get $p3)
            (i64.const 12))
          (v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000))))
    (local.set $l22
      (i64.extend_i32_u
        (local.get $l28)))
    (br $L1))
  (unreachable))
